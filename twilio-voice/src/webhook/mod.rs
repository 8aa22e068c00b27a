//! What Twilio sends to us, and the proof that it was Twilio.
//!
//! ```
//! use twilio_voice::webhook::{Content, SignatureValidator, SignedRequest};
//!
//! let validator = SignatureValidator::new("12345");
//! let request = SignedRequest {
//!     // As Twilio requested it. Behind a proxy this is not what the server saw: build it from the public origin.
//!     url: "https://mycompany.com/myapp.php?foo=1&bar=2",
//!     content: Content::Form(
//!         b"CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212",
//!     ),
//!     signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
//!     settings: None,
//! };
//! validator.verify(&request)?;
//! # Ok::<(), twilio_voice::webhook::SignatureError>(())
//! ```

mod form;
mod origin;
mod signature;

pub use signature::{
    Algorithm, Content, SETTINGS_HEADER, SIGNATURE_HEADER, SignatureError, SignatureValidator,
    SignedRequest, sign,
};
