//! What became of a call.

use std::{fmt, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::provider::IntentId;

/// The proof that a call is over, or the account of why nothing more can be said.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The provider's name.
    pub provider: String,
    /// The label the call was placed with.
    pub intent: IntentId,
    /// The provider's id of the call; `None` if none was ever learnt.
    pub call: Option<String>,
    /// Why it is over.
    pub cause: Cause,
    /// When the end was first asked for; `None` if it never had to be.
    pub requested: Option<Timestamp>,
    /// When the provider was seen to say that the call is over; `None` for [`Cause::NotFound`] and [`Cause::Ambiguous`].
    pub confirmed: Option<Timestamp>,
    /// When the call ended by the provider's own account, if it gives one.
    pub ended: Option<Timestamp>,
    /// How often the end was asked for.
    pub attempts: u32,
    /// What is charged; `None` if the provider had not said so when the receipt was written.
    pub billed: Option<Billed>,
}

impl Receipt {
    /// Whether the provider confirmed that the call is over.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.confirmed.is_some()
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}: {}",
            self.provider,
            self.call.as_deref().unwrap_or("(no id)"),
            self.cause
        )?;
        match self.attempts {
            0 => {}
            1 => write!(f, ", asked once")?,
            n => write!(f, ", asked {n} times")?,
        }
        if let Some(confirmed) = self.confirmed {
            write!(f, ", confirmed {confirmed:.3}")?;
        }
        match &self.billed {
            Some(billed) => write!(f, ", {billed}"),
            None if self.confirmed.is_none() => Ok(()),
            None => f.write_str(", billing not known yet"),
        }
    }
}

/// Why a call is over.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Cause {
    /// The guard ended it.
    Guard,
    /// It ended without us: somebody hung up, or it failed.
    OtherSide,
    /// The limit on the provider's side ended it.
    Limit,
    /// It was over when the guard asked for its end.
    AlreadyOver,
    /// Nobody joined it, and the provider gave it up. Nothing is billed.
    ExpiredUnjoined,
    /// The provider knows no such call.
    NotFound,
    /// The answer to its creation was lost, several calls fit, and none was touched.
    Ambiguous {
        /// The calls that fit.
        candidates: Vec<String>,
    },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guard => f.write_str("ended by the guard"),
            Self::OtherSide => f.write_str("ended by the other side"),
            Self::Limit => f.write_str("ended by the provider-side limit"),
            Self::AlreadyOver => f.write_str("was over already"),
            Self::ExpiredUnjoined => f.write_str("expired, nobody joined"),
            Self::NotFound => f.write_str("not found at the provider"),
            Self::Ambiguous { candidates } => {
                write!(
                    f,
                    "answer lost and {} calls fit ({}), none was touched",
                    candidates.len(),
                    candidates.join(", ")
                )
            }
        }
    }
}

/// What a provider charges for a call.
#[derive(Clone, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Billed {
    /// The time that is charged, after the provider's rounding; `None` if it does not say.
    pub duration: Option<Duration>,
    /// The price as the provider writes it, e.g. `-0.03000`; `None` until it is known.
    pub price: Option<String>,
    /// The currency of `price`, e.g. `USD`.
    pub currency: Option<String>,
}

impl Billed {
    /// A charged duration without a price.
    #[must_use]
    pub fn duration(duration: Duration) -> Self {
        Self {
            duration: Some(duration),
            ..Self::default()
        }
    }
}

impl fmt::Display for Billed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.duration {
            Some(duration) => write!(f, "billed {} s", duration.as_secs_f64())?,
            None => f.write_str("billed")?,
        }
        match (&self.price, &self.currency) {
            (Some(price), Some(currency)) => write!(f, " ({price} {currency})"),
            (Some(price), None) => write!(f, " ({price})"),
            _ => Ok(()),
        }
    }
}

/// A call that may still be running.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Unended {
    /// The provider's name.
    pub provider: String,
    /// The label it was placed with.
    pub intent: IntentId,
    /// The provider's id; `None` if the answer to its creation was lost.
    pub call: Option<String>,
    /// What is known.
    pub why: String,
}

impl fmt::Display for Unended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.call {
            Some(call) => write!(f, "{} {call}: {}", self.provider, self.why),
            None => write!(f, "{} intent {}: {}", self.provider, self.intent, self.why),
        }
    }
}
