//! Tools that are asked over HTTP.

use std::sync::Arc;
use std::time::Duration;

use form_urlencoded::byte_serialize;
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::definition::{Place, plain};
use super::outcome::Outcome;
use super::tool::Target;
use crate::shared::Shared;

/// No tool may take longer.
const LONGEST: Duration = Duration::from_secs(45);
/// More of an answer is not read.
const MOST: usize = 1024 * 1024;

/// A request that is ready to be sent.
#[derive(Debug)]
pub(in crate::ultravox) struct Request {
    method: reqwest::Method,
    url: Url,
    headers: HeaderMap,
    body: Option<String>,
}

impl Target {
    /// Puts every parameter where it belongs, or says why that is not possible.
    pub(in crate::ultravox) fn request(
        &self,
        shared: &Shared,
        parameters: Vec<(String, Place, Value)>,
    ) -> Result<Request, String> {
        let mut place = self.url.clone();
        let mut query = Vec::new();
        let mut headers = HeaderMap::new();
        let mut body = Map::new();
        for (name, location, value) in parameters {
            match location {
                Place::Path => {
                    let text: String = byte_serialize(plain(&value).as_bytes()).collect();
                    // A blank is `+` in forms only.
                    place = place.replace(&format!("{{{name}}}"), &text.replace('+', "%20"));
                }
                Place::Query => query.push((name, plain(&value))),
                Place::Header => add(&mut headers, &name, &plain(&value))?,
                Place::Body => {
                    body.insert(name, value);
                }
            }
        }
        query.extend(self.auth_query.iter().cloned());
        for (name, value) in &self.auth_headers {
            add(&mut headers, name, value)?;
        }
        if self.token_scopes.is_some() {
            let token = format!("sandbox-{}", uuid::Uuid::new_v4());
            add(&mut headers, "X-Ultravox-Call-Token", &token)?;
        }
        if let Some((_, rest)) = place.split_once('{') {
            let name = rest.split('}').next().unwrap_or_default();
            return Err(format!("nothing fills {{{name}}} of the URL"));
        }
        let elsewhere = || "the sandbox asks only tools on this machine".to_owned();
        let mut url = shared.local(&place).ok_or_else(elsewhere)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let body = (!body.is_empty()).then(|| Value::Object(body).to_string());
        Ok(Request {
            method: self.method.clone(),
            url,
            headers,
            body,
        })
    }
}

fn add(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), String> {
    let parsed = HeaderName::from_bytes(name.as_bytes());
    let (Ok(key), Ok(value)) = (parsed, HeaderValue::from_str(value)) else {
        return Err(format!("{name} does not fit into a header"));
    };
    headers.append(key, value);
    Ok(())
}

/// Sends the request and reads the answer.
pub(in crate::ultravox) async fn ask(shared: Arc<Shared>, request: Request) -> Outcome {
    let _place = shared.outgoing().await;
    let mut sent = shared
        .http
        .request(request.method, request.url)
        .headers(request.headers)
        .timeout(LONGEST);
    if let Some(body) = request.body {
        sent = sent.header("Content-Type", "application/json").body(body);
    }
    let mut answer = match sent.send().await {
        Ok(answer) => answer,
        Err(error) if error.is_timeout() => return Outcome::failure("the tool did not answer"),
        Err(_) => return Outcome::failure("the connection to the tool failed"),
    };
    let status = answer.status().as_u16();
    let headers = answer.headers().clone();
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(None) => break,
            Ok(Some(chunk)) if body.len() + chunk.len() <= MOST => body.extend_from_slice(&chunk),
            Ok(Some(_)) => return Outcome::failure("the answer of the tool is too long"),
            Err(_) => return Outcome::failure("the answer of the tool broke off"),
        }
    }
    let header = |name: &str| Some(headers.get(name)?.to_str().ok()?.to_owned());
    Outcome::from_http(status, header, &body)
}
