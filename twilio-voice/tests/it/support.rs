//! A simulated provider and a client that talks to it.

use std::time::Duration;

use twilio_voice::{
    AccountSid, CallSid, Client, ClientBuilder, Credential, RetryPolicy, calls::CreateCall, twiml,
};
use wiremock::{
    Match, Mock, MockBuilder, MockServer, Request, ResponseTemplate,
    matchers::{basic_auth, method, path},
};

pub(crate) const ACCOUNT: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
pub(crate) const TOKEN: &str = "the-auth-token";
pub(crate) const CALL: &str = "CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
pub(crate) const TO: &str = "+15005550001";
pub(crate) const FROM: &str = "+15005550006";

pub(crate) const CALLS: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Calls.json";
pub(crate) const ONE_CALL: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Calls/CAbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.json";

pub(crate) async fn start() -> (MockServer, Client) {
    let server = MockServer::start().await;
    let client = client(&server.uri()).build().unwrap();
    (server, client)
}

/// A client that repeats at once.
pub(crate) fn client(url: &str) -> ClientBuilder {
    Client::builder(account(), Credential::auth_token(TOKEN))
        .base_url(url)
        .retry(RetryPolicy::new().base_delay(Duration::ZERO))
}

pub(crate) fn account() -> AccountSid {
    ACCOUNT.parse().unwrap()
}

pub(crate) fn call_sid() -> CallSid {
    CALL.parse().unwrap()
}

pub(crate) fn hello() -> CreateCall {
    CreateCall::new(
        TO,
        FROM,
        twiml::Response::new().push(twiml::Say::new("Hello.")),
    )
}

/// A path below the account.
pub(crate) fn at(path: &str) -> String {
    format!("/2010-04-01/Accounts/{ACCOUNT}{path}")
}

/// A path below the call.
pub(crate) fn below_call(path: &str) -> String {
    at(&format!("/Calls/{CALL}{path}.json"))
}

/// Answers once to a POST below the call, of these parameters.
pub(crate) async fn post_below_call(
    server: &MockServer,
    path: &str,
    parameters: &[(&str, &str)],
    answer: &str,
) {
    on("POST", &below_call(path))
        .and(form(parameters))
        .respond_with(json(200, answer))
        .expect(1)
        .mount(server)
        .await;
}

/// A SID of the fixtures.
pub(crate) fn sid<T: std::str::FromStr<Err: std::fmt::Debug>>(prefix: &str) -> T {
    format!("{prefix}{}", "a".repeat(32)).parse().unwrap()
}

/// The same parameters in a query, in any order.
pub(crate) fn query(pairs: &[(&str, &str)]) -> impl Match + 'static {
    let expected = form(pairs);
    move |request: &Request| parse(request.url.query().unwrap_or_default().as_bytes()) == expected.0
}

/// A request of ours, signed in.
pub(crate) fn on(verb: &str, at: &str) -> MockBuilder {
    Mock::given(method(verb))
        .and(path(at))
        .and(basic_auth(ACCOUNT, TOKEN))
}

pub(crate) fn json(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// The parameters of a form, in any order.
#[derive(Debug)]
pub(crate) struct Form(Vec<(String, String)>);

pub(crate) fn form(pairs: &[(&str, &str)]) -> Form {
    Form(sorted(pairs.iter().map(|(name, value)| {
        ((*name).to_owned(), (*value).to_owned())
    })))
}

impl Match for Form {
    fn matches(&self, request: &Request) -> bool {
        parse(&request.body) == self.0
    }
}

pub(crate) fn parse(form: &[u8]) -> Vec<(String, String)> {
    sorted(form_urlencoded::parse(form).into_owned())
}

fn sorted(pairs: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort();
    pairs
}
