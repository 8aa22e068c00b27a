//! Verbs that stand by themselves.

use std::time::Duration;

use twilio_voice::{
    HttpMethod,
    twiml::{
        BankAccountType, CardType, Echo, Enqueue, Gather, GatherInput, GatherTimeout, Hangup,
        Leave, Parameter, Pause, Pay, PayInput, PaymentMethod, Play, Prompt, PromptError,
        PromptFor, RawElement, Record, RecordingEvent, Redirect, Refer, ReferSip, Reject,
        RejectReason, Response, Say, Sms, SpeechModel, Task, TokenType, Trim,
    },
};

use super::Named;

pub(super) fn documents() -> Vec<Named> {
    vec![
        (
            "every attribute of Say",
            Response::new().push(
                Say::new("Hello & welcome.")
                    .voice("Polly.Joanna-Neural")
                    .language("en-GB")
                    .repeat(2),
            ),
        ),
        (
            "every attribute of Play",
            Response::new().push(
                Play::new("https://example.com/a.mp3?b=1&c=2")
                    .repeat(2)
                    .digits("ww12*#"),
            ),
        ),
        (
            "every attribute of Pause",
            Response::new().push(Pause::new().length(Duration::from_secs(20))),
        ),
        (
            "every attribute of Gather",
            Response::new().push(
                Gather::new()
                    .input([GatherInput::Dtmf, GatherInput::Speech])
                    .action("https://example.com/action?a=1&b=2")
                    .method(HttpMethod::Get)
                    .timeout(Duration::from_secs(3))
                    .speech_timeout(GatherTimeout::Auto)
                    .max_speech_time(Duration::from_secs(20))
                    .finish_on_key("#")
                    .num_digits(4)
                    .partial_result_callback("https://example.com/partial-result-callback?a=1&b=2")
                    .partial_result_callback_method(HttpMethod::Post)
                    .language("en-GB")
                    .hints("this, that & \"more\"")
                    .profanity_filter(true)
                    .speech_model(SpeechModel::Default)
                    .enhanced(true)
                    .barge_in(false)
                    .action_on_empty_result(true)
                    .debug(false),
            ),
        ),
        (
            "every attribute of Record",
            Response::new().push(
                Record::new()
                    .action("https://example.com/action?a=1&b=2")
                    .method(HttpMethod::Post)
                    .timeout(Duration::from_secs(20))
                    .finish_on_key("#")
                    .max_length(Duration::from_secs(600))
                    .play_beep(false)
                    .trim(Trim::DoNotTrim)
                    .recording_status_callback(
                        "https://example.com/recording-status-callback?a=1&b=2",
                    )
                    .recording_status_callback_method(HttpMethod::Get)
                    .recording_status_callback_event([
                        RecordingEvent::InProgress,
                        RecordingEvent::Completed,
                        RecordingEvent::Absent,
                    ])
                    .transcribe(true)
                    .transcribe_callback("https://example.com/transcribe-callback?a=1&b=2")
                    .recording_configuration_id("recording configuration id"),
            ),
        ),
        (
            "every attribute of Enqueue",
            Response::new().push(
                Enqueue::new("support")
                    .action("https://example.com/action?a=1&b=2")
                    .max_queue_size(4)
                    .method(HttpMethod::Post)
                    .wait_url("https://example.com/wait-url?a=1&b=2")
                    .wait_url_method(HttpMethod::Post),
            ),
        ),
        (
            "every attribute of Task",
            Response::new().push(
                Enqueue::workflow("WWaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").push(
                    Task::new(r#"{"selected_language":"en"}"#)
                        .priority(4)
                        .timeout(Duration::from_secs(20)),
                ),
            ),
        ),
        (
            "every attribute of Redirect",
            Response::new().push(Redirect::new("https://example.com/next").method(HttpMethod::Get)),
        ),
        (
            "every attribute of Reject",
            Response::new().push(Reject::new().reason(RejectReason::Rejected)),
        ),
        (
            "every attribute of Sms",
            Response::new().push(
                Sms::new("Hello.")
                    .to("+15005550006")
                    .from("+15005550001")
                    .action("https://example.com/action?a=1&b=2")
                    .method(HttpMethod::Post)
                    .status_callback("https://example.com/status-callback?a=1&b=2"),
            ),
        ),
        (
            "every attribute of Refer",
            Response::new().push(
                Refer::new(ReferSip::new("sip:kate@example.com"))
                    .action("https://example.com/action?a=1&b=2")
                    .method(HttpMethod::Get),
            ),
        ),
        (
            "every attribute of Pay",
            Response::new().push(
                Pay::new()
                    .input(PayInput::Dtmf)
                    .action("https://example.com/action?a=1&b=2")
                    .bank_account_type(BankAccountType::ConsumerChecking)
                    .status_callback("https://example.com/status-callback?a=1&b=2")
                    .status_callback_method(HttpMethod::Post)
                    .timeout(Duration::from_secs(20))
                    .max_attempts(3)
                    .security_code(true)
                    .postal_code("94105")
                    .min_postal_code_length(4)
                    .payment_connector("payment connector")
                    .payment_method(PaymentMethod::AchDebit)
                    .token_type(TokenType::OneTime)
                    .charge_amount("20.45")
                    .currency("eur")
                    .description("description")
                    .valid_card_types([
                        CardType::Visa,
                        CardType::Mastercard,
                        CardType::Amex,
                        CardType::Maestro,
                        CardType::Discover,
                        CardType::Optima,
                        CardType::Jcb,
                        CardType::DinersClub,
                        CardType::Enroute,
                    ])
                    .language("en-GB"),
            ),
        ),
        (
            "every attribute of Prompt",
            Response::new().push(
                Pay::new().push(
                    Prompt::new(PromptFor::PaymentCardNumber)
                        .error_type([
                            PromptError::Timeout,
                            PromptError::InvalidCardNumber,
                            PromptError::InvalidCardType,
                            PromptError::InvalidDate,
                            PromptError::InvalidSecurityCode,
                            PromptError::InternalError,
                            PromptError::InputMatchingFailed,
                        ])
                        .card_type([
                            CardType::Visa,
                            CardType::Mastercard,
                            CardType::Amex,
                            CardType::Maestro,
                            CardType::Discover,
                            CardType::Optima,
                            CardType::Jcb,
                            CardType::DinersClub,
                            CardType::Enroute,
                        ])
                        .attempt([1, 2, 3])
                        .require_matching_inputs(true),
                ),
            ),
        ),
        ("an empty document", Response::new()),
        (
            "verbs without anything",
            Response::new()
                .push(Hangup::new())
                .push(Leave::new())
                .push(Echo::new())
                .push(Reject::new())
                .push(Pause::new())
                .push(Gather::new())
                .push(Record::new())
                .push(Pay::new()),
        ),
        (
            "what a hangup and a reject pass on",
            Response::new()
                .push(Hangup::new().push(Parameter::new("a", "b")))
                .push(Reject::new().push(Parameter::new("c", "d"))),
        ),
        (
            "text with markup in it",
            Response::new().push(Say::new("a & b < c > d \"e\" 'f'\n\té 😀 ]]> &amp;")),
        ),
        (
            "attributes with markup in them",
            Response::new().push(
                Gather::new()
                    .action("https://a/?x=1&y=\"2\"\n\t<>'")
                    .hints("é 😀 &amp;"),
            ),
        ),
        (
            "values that are empty or zero",
            Response::new()
                .push(Gather::new().finish_on_key("").hints(""))
                .push(Say::new("a").repeat(0)),
        ),
        ("keys alone", Response::new().push(Play::keys("wwww1928"))),
        (
            "what is said while keys are gathered",
            Response::new()
                .push(
                    Gather::new()
                        .input([GatherInput::Dtmf])
                        .push(Say::new("Press 1."))
                        .push(Pause::new())
                        .push(Play::new("https://example.com/a.mp3")),
                )
                .push(Say::new("Nothing came.")),
        ),
        (
            "prompts of a payment",
            Response::new().push(
                Pay::new()
                    .push(
                        Prompt::new(PromptFor::ExpirationDate)
                            .push(Say::new("When?"))
                            .push(Play::new("https://example.com/a.mp3"))
                            .push(Pause::new()),
                    )
                    .push(Parameter::new("a", "b")),
            ),
        ),
        (
            "a payment without a postal code",
            Response::new().push(Pay::new().postal_code(false)),
        ),
        (
            "what is newer than the libraries",
            Response::new().push(
                RawElement::new("New-Verb")
                    .attr("newAttribute", "1 < 2")
                    .text("t & u")
                    .push(RawElement::new("Child").attr("a", "")),
            ),
        ),
    ]
}
