//! Names of models, and the OpenAPI document of the API.
//!
//! ```text
//! cargo run -p ultravox-client --example models --features test-util
//! ```
//!
//! Only looks: talks to Ultravox if `ULTRAVOX_API_KEY` is set, else to a double on this machine.

mod support;

use ultravox_client::schema::SchemaFormat;

#[tokio::main]
async fn main() -> support::Result {
    let (_double, client) = support::read_only().await?;

    // Ultravox adds names and drops them: look before a program depends on one.
    for model in client.models().list().send().await?.results {
        println!("{}", model.name);
    }

    let document = client.schema().format(SchemaFormat::Json).send().await?;
    let document: serde_json::Value = serde_json::from_str(&document)?;
    let paths = document["paths"]
        .as_object()
        .map_or(0, serde_json::Map::len);
    println!("the API has {paths} paths");
    Ok(())
}
