//! What belongs to a call: notifications, events, payments, streams, sessions, writing, messages.

use serde_json::{Map, json};
use twilio_voice::{
    HttpMethod,
    calls::{
        payments::{CreatePayment, PaymentCapture, PaymentFinalStatus, UpdatePayment},
        siprec::CreateSiprec,
        streams::CreateStream,
        transcriptions::CreateRealtimeTranscription,
        user_defined_message_subscriptions::CreateUserDefinedMessageSubscription,
        user_defined_messages::CreateUserDefinedMessage,
    },
    notifications::NotificationLevel,
    twiml::{
        BankAccountType, CardType, PayInput, PaymentMethod, StreamTrack, TokenType,
        TranscriptionEngine,
    },
};

use super::{Run, URL, day, page, run, seconds, sid};

/// As many parameters of our own as there can be.
fn parameters() -> Vec<(String, String)> {
    vec![("name".to_owned(), "value".to_owned()); 99]
}

fn stream() -> CreateStream {
    CreateStream::new("wss://example.com/x")
        .name("sound")
        .track(StreamTrack::Outbound)
        .status_callback(URL)
        .status_callback_method(HttpMethod::Get)
        .parameters(parameters())
}

fn siprec() -> CreateSiprec {
    CreateSiprec::new()
        .name("recorder")
        .connector_name("x")
        .track(StreamTrack::Both)
        .status_callback(URL)
        .status_callback_method(HttpMethod::Get)
        .parameters(parameters())
}

fn transcription() -> CreateRealtimeTranscription {
    CreateRealtimeTranscription::new()
        .name("writing")
        .track(StreamTrack::Inbound)
        .status_callback_url(URL)
        .status_callback_method(HttpMethod::Get)
        .inbound_track_label("guest")
        .outbound_track_label("agent")
        .partial_results(true)
        .language_code("en-GB")
        .transcription_engine(TranscriptionEngine::Deepgram)
        .profanity_filter(false)
        .speech_model("nova-3")
        .hints("a,b")
        .enable_automatic_punctuation(true)
        .intelligence_service("x")
        .conversation_configuration("x")
        .conversation_id("x")
        .configuration_id("x")
        .transcription_configuration_id("x")
        .enable_provider_data(true)
}

fn payment() -> CreatePayment {
    CreatePayment::new("key", URL)
        .bank_account_type(BankAccountType::ConsumerSavings)
        .charge_amount("12.50".parse::<twilio_voice::calls::Price>().unwrap())
        .currency("USD")
        .description("x")
        .input(PayInput::Dtmf)
        .min_postal_code_length(4)
        .parameter(Map::from_iter([("a".to_owned(), json!(1))]))
        .payment_connector("Default")
        .payment_method(PaymentMethod::AchDebit)
        .postal_code(false)
        .security_code(true)
        .timeout(seconds(5))
        .token_type(TokenType::OneTime)
        .valid_card_types([CardType::Visa, CardType::Amex])
        .require_matching_inputs([
            PaymentCapture::PaymentCardNumber,
            PaymentCapture::PostalCode,
        ])
        .confirmation(true)
}

pub(super) fn runs() -> Vec<Run> {
    let mut runs = noted();
    runs.extend(begun());
    runs.push(run!("CreatePayments", |c| c
        .calls()
        .payments(&sid())
        .create(&payment())));
    for update in [
        UpdatePayment::capture_next("key", URL, PaymentCapture::ExpirationDateMatcher),
        UpdatePayment::end("key", URL, PaymentFinalStatus::Cancel),
    ] {
        runs.push(run!("UpdatePayments", update, |c| c
            .calls()
            .payments(&sid())
            .update(&sid(), &update)));
    }
    runs
}

fn noted() -> Vec<Run> {
    vec![
        run!("ListCallEvent", |c| page!(c.calls().events(&sid()).list())),
        run!("ListCallNotification", |c| page!(
            c.calls()
                .notifications(&sid())
                .list()
                .log(NotificationLevel::Warning)
                .message_date(day())
                .message_date_before(day())
                .message_date_from(day())
        )),
        run!("FetchCallNotification", |c| c
            .calls()
            .notifications(&sid())
            .get(&sid())),
    ]
}

fn begun() -> Vec<Run> {
    vec![
        run!("CreateStream", |c| c
            .calls()
            .streams(&sid())
            .create(&stream())),
        run!("UpdateStream", |c| c.calls().streams(&sid()).stop("sound")),
        run!("CreateSiprec", |c| c
            .calls()
            .siprec(&sid())
            .create(&siprec())),
        run!("UpdateSiprec", |c| c
            .calls()
            .siprec(&sid())
            .stop("recorder")),
        run!("CreateRealtimeTranscription", |c| c
            .calls()
            .transcriptions(&sid())
            .create(&transcription())),
        run!("UpdateRealtimeTranscription", |c| c
            .calls()
            .transcriptions(&sid())
            .stop("writing")),
        run!("CreateUserDefinedMessage", |c| c
            .calls()
            .user_defined_messages(&sid())
            .create(
                &CreateUserDefinedMessage::new("{}").idempotency_key("key")
            )),
        run!("CreateUserDefinedMessageSubscription", |c| c
            .calls()
            .user_defined_message_subscriptions(&sid())
            .create(
                &CreateUserDefinedMessageSubscription::new(URL)
                    .idempotency_key("key")
                    .method(HttpMethod::Get)
            )),
        run!("DeleteUserDefinedMessageSubscription", |c| c
            .calls()
            .user_defined_message_subscriptions(&sid())
            .delete(&sid())),
    ]
}
