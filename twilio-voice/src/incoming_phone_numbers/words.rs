use crate::wire::open_enum;

/// Which kind of numbers is looked for or bought.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PhoneNumberKind {
    /// Of a place.
    Local,
    /// Of a mobile network.
    Mobile,
    /// Which cost the caller nothing.
    TollFree,
}

open_enum! {
    /// Which address regulations ask for before a number may be used.
    AddressRequirement {
        /// None.
        None = "none",
        /// Anywhere.
        Any = "any",
        /// In the country of the number.
        Local = "local",
        /// Outside of the country of the number.
        Foreign = "foreign",
    }
}

open_enum! {
    /// Whether emergency calls can be made.
    EmergencyStatus {
        /// They can.
        Active = "Active",
        /// They cannot.
        Inactive = "Inactive",
    }
}

open_enum! {
    /// What became of an address for emergency calls.
    EmergencyAddressStatus {
        /// It is known.
        Registered = "registered",
        /// It is not known.
        Unregistered = "unregistered",
        /// It is being made known.
        PendingRegistration = "pending-registration",
        /// It could not be made known.
        RegistrationFailure = "registration-failure",
        /// It is being taken back.
        PendingUnregistration = "pending-unregistration",
        /// It could not be taken back.
        UnregistrationFailure = "unregistration-failure",
    }
}

open_enum! {
    /// Whose number it is.
    PhoneNumberOrigin {
        /// Twilio's.
        Twilio = "twilio",
        /// That of another carrier, used through Twilio.
        Hosted = "hosted",
    }
}

open_enum! {
    /// What incoming calls are taken for.
    VoiceReceiveMode {
        /// Calls.
        Voice = "voice",
        /// Faxes.
        Fax = "fax",
    }
}
