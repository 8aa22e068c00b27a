//! Websockets that Ultravox opens.

mod socket;
mod upgrade;

pub use self::{
    socket::{DataEvent, DataSocket, DataSocketError},
    upgrade::DataConnectionUpgrade,
};
