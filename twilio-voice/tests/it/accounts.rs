//! Accounts, their balance and their tokens.

use std::time::Duration;

use twilio_voice::{
    ErrorCode, ExposeSecret, RetryAdvice, SecretString,
    accounts::{AccountKind, AccountStatus, CreateAccount, UpdateAccount},
    tokens::CreateToken,
};
use wiremock::matchers::{query_param, query_param_is_missing};

use crate::support::{self, ACCOUNT, form, json, on};

const ACCOUNTS: &str = "/2010-04-01/Accounts.json";
const SUB: &str = "AC11111111111111111111111111111111";
const ONE: &str = "/2010-04-01/Accounts/AC11111111111111111111111111111111.json";
const BALANCE: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Balance.json";
const TOKENS: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Tokens.json";
const FULL: &str = include_str!("../fixtures/accounts/full.json");
const TOKEN: &str = include_str!("../fixtures/tokens/full.json");

/// What a secret holds.
fn shown(secret: Option<&SecretString>) -> Option<&str> {
    secret.map(ExposeSecret::expose_secret)
}

#[tokio::test]
async fn an_account_is_made_and_its_token_is_not_shown() {
    let (server, client) = support::start().await;
    on("POST", ACCOUNTS)
        .and(form(&[("FriendlyName", "Sub")]))
        .respond_with(json(201, FULL))
        .expect(1)
        .mount(&server)
        .await;
    let account = client
        .accounts()
        .create(&CreateAccount::new().friendly_name("Sub"))
        .await
        .unwrap();
    assert_eq!(account.sid.as_str(), SUB);
    assert_eq!(account.owner_account_sid.unwrap().as_str(), ACCOUNT);
    assert_eq!(account.friendly_name.as_deref(), Some("Sub"));
    assert_eq!(account.status, Some(AccountStatus::Suspended));
    assert_eq!(account.kind, Some(AccountKind::Full));
    assert_eq!(account.uri.as_deref(), Some("/a.json"));
    assert_eq!(
        account.date_created.unwrap().to_string(),
        "2015-07-30T20:00:00Z"
    );
    assert!(account.subresource_uris.contains_key("calls"));
    let token = "the-token-of-the-subaccount";
    assert_eq!(shown(account.auth_token.as_ref()), Some(token));
    assert!(!format!("{account:?}").contains(token));
}

#[tokio::test]
async fn an_account_is_looked_at_and_closed() {
    let (server, client) = support::start().await;
    on("GET", ONE)
        .respond_with(json(200, FULL))
        .expect(1)
        .mount(&server)
        .await;
    on("POST", ONE)
        .and(form(&[("FriendlyName", "Old"), ("Status", "closed")]))
        .respond_with(json(200, FULL))
        .expect(1)
        .mount(&server)
        .await;
    let (accounts, sid) = (client.accounts(), SUB.parse().unwrap());
    assert_eq!(accounts.get(&sid).await.unwrap().sid, sid);
    let update = UpdateAccount::new()
        .friendly_name("Old")
        .status(AccountStatus::Closed);
    accounts.update(&sid, &update).await.unwrap();
}

#[tokio::test]
async fn accounts_are_found_by_name_and_state() {
    let (server, client) = support::start().await;
    on("GET", ACCOUNTS)
        .and(query_param("FriendlyName", "Sub"))
        .and(query_param("Status", "active"))
        .and(query_param_is_missing("Page"))
        .respond_with(json(200, include_str!("../fixtures/accounts/page.json")))
        .expect(1)
        .mount(&server)
        .await;
    let list = client.accounts().list();
    let list = list.friendly_name("Sub").status(AccountStatus::Active);
    let page = list.send().await.unwrap();
    assert_eq!((page.items.len(), page.next), (1, None));
}

#[tokio::test]
async fn an_api_key_without_rights_is_told_so() {
    let (server, client) = support::start().await;
    let forbidden = include_str!("../fixtures/accounts/forbidden.json");
    on("GET", ONE)
        .respond_with(json(403, forbidden))
        .expect(1)
        .mount(&server)
        .await;
    let sid = SUB.parse().unwrap();
    let error = client.accounts().get(&sid).await.unwrap_err();
    let code = error.error_code().unwrap();
    assert_eq!(code, ErrorCode::ACCESS_DENIED);
    assert_eq!(code.retry(), RetryAdvice::Never);
}

#[tokio::test]
async fn the_balance_is_exact() {
    let (server, client) = support::start().await;
    on("GET", BALANCE)
        .respond_with(json(200, include_str!("../fixtures/balance/full.json")))
        .expect(1)
        .mount(&server)
        .await;
    let balance = client.balance().await.unwrap();
    assert_eq!(
        balance.balance.unwrap().as_str(),
        "-0.0512345678901234567890"
    );
    assert_eq!(balance.currency.as_deref(), Some("USD"));
    assert_eq!(balance.account_sid, Some(client.account()));
}

#[tokio::test]
async fn a_token_has_servers_and_secrets_that_are_not_shown() {
    let (server, client) = support::start().await;
    on("POST", TOKENS)
        .and(form(&[("Ttl", "3600")]))
        .respond_with(json(201, TOKEN))
        .expect(1)
        .mount(&server)
        .await;
    let hour = CreateToken::new().ttl(Duration::from_secs(3600));
    let token = client.tokens().create(&hour).await.unwrap();
    assert_eq!(token.account_sid, Some(client.account()));
    assert_eq!(token.ttl, Some(Duration::from_secs(86_400)));
    assert_eq!(
        token.date_updated.unwrap().to_string(),
        "2020-05-01T01:42:57Z"
    );
    assert_eq!(shown(token.username.as_ref()), Some("turn-user"));
    assert_eq!(shown(token.password.as_ref()), Some("turn-password"));
    assert_eq!(token.ice_servers.len(), 4);
    let stun = &token.ice_servers[0];
    assert_eq!(stun.url, stun.urls);
    assert!(stun.username.is_none() && stun.credential.is_none());
    let turn = &token.ice_servers[3];
    assert!(turn.urls.as_deref().unwrap().starts_with("turn:"));
    assert_eq!(shown(turn.username.as_ref()), Some("turn-user"));
    assert_eq!(shown(turn.credential.as_ref()), Some("turn-password"));
    let debug = format!("{token:?}");
    assert!(!debug.contains("turn-user") && !debug.contains("turn-password"));
}

#[test]
fn a_token_without_time_is_refused() {
    let none = CreateToken::new().ttl(Duration::ZERO);
    assert!(none.to_form().unwrap_err().to_string().contains("Ttl"));
}
