//! The order of messages.

use twilio_voice::relay::{
    End, Inbound, InvalidMessage, MessageError, Outbound, RelayError, RelaySession, RelayState,
    SendDigits, Text,
};

use super::{CALL, setup};

const PROMPT: &str = r#"{"type":"prompt","voicePrompt":"hi","last":true}"#;

fn write(session: &mut RelaySession, message: impl Into<Outbound>) -> Result<String, RelayError> {
    let mut out = String::new();
    session.write(&message.into(), &mut out).map(|()| out)
}

#[test]
fn a_session_goes_from_setup_to_our_end() {
    let mut session = RelaySession::new();
    assert_eq!((session.state(), session.setup()), (RelayState::New, None));
    session.read(&setup("{}")).unwrap();
    assert_eq!(session.state(), RelayState::Open);
    assert_eq!(session.setup().unwrap().call_sid.as_str(), CALL);
    assert!(matches!(session.read(PROMPT), Ok(Inbound::Prompt(_))));
    assert!(write(&mut session, Text::new("Hello.").last(true)).is_ok());
    assert!(write(&mut session, End::new()).is_ok());
    assert_eq!(session.state(), RelayState::Ended);
    // It was under way when we ended.
    assert!(matches!(session.read(PROMPT), Ok(Inbound::Prompt(_))));
}

#[test]
fn nothing_is_sent_before_the_session_begins_and_after_it_ends() {
    let mut session = RelaySession::new();
    assert_eq!(
        write(&mut session, Text::new("x")),
        Err(RelayError::NotOpen(RelayState::New))
    );
    session.read(&setup("{}")).unwrap();
    assert_eq!(
        write(&mut session, SendDigits::new("")),
        Err(RelayError::Invalid(InvalidMessage::Digits))
    );
    write(&mut session, End::new()).unwrap();
    for message in [Outbound::from(Text::new("x")), End::new().into()] {
        assert_eq!(
            write(&mut session, message),
            Err(RelayError::NotOpen(RelayState::Ended))
        );
    }
}

#[test]
fn messages_in_another_order_are_refused_and_change_nothing() {
    let mut session = RelaySession::new();
    assert_eq!(
        session.read(PROMPT),
        Err(RelayError::OutOfOrder(RelayState::New))
    );
    assert!(session.read(r#"{"type":"new"}"#).is_ok());
    session.read(&setup("{}")).unwrap();
    let second = setup("{}").replace("Jane", "Joan");
    assert_eq!(
        session.read(&second),
        Err(RelayError::OutOfOrder(RelayState::Open))
    );
    let first = session.setup().unwrap();
    assert_eq!(first.caller_name.as_deref(), Some("Jane"));
}

#[test]
fn a_long_message_is_refused_before_it_is_read() {
    let mut session = RelaySession::new().max_message_len(10);
    assert_eq!(
        session.read("not even JSON"),
        Err(RelayError::Message(MessageError::TooLong {
            len: 13,
            limit: 10
        }))
    );
}

#[cfg(feature = "media")]
#[test]
fn a_session_can_begin_with_a_token() {
    use std::time::SystemTime;
    use twilio_voice::media::{StreamTokens, TokenError};

    let tokens = StreamTokens::new([7; 32]).unwrap();
    let now = SystemTime::now();
    let read = |parameters: &str| match Inbound::parse(&setup(parameters)).unwrap() {
        Inbound::Setup(setup) => setup,
        other => panic!("{other:?}"),
    };
    let token = tokens.sign(&CALL.parse().unwrap(), now);
    let good = read(&format!(r#"{{"token":"{token}"}}"#));
    assert!(tokens.check_setup(&good, now).is_ok());
    assert_eq!(
        tokens.check_setup(&read("{}"), now),
        Err(TokenError::Missing)
    );
}
