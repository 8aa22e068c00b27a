//! Carriers of one's own: trunks, where their calls go, and from which addresses calls may come in.
//!
//! ```text
//! cargo run -p twilio-voice --example byoc --features test-util
//! ```
//!
//! Talks to a double on this machine, never to Twilio.

mod support;

use std::net::Ipv4Addr;

use twilio_voice::{
    byoc_trunks::{CreateByocTrunk, UpdateByocTrunk},
    calls::CreateCall,
    connection_policies::{
        CreateConnectionPolicy,
        targets::{CreateConnectionPolicyTarget, UpdateConnectionPolicyTarget},
    },
    ip_records::CreateIpRecord,
    source_ip_mappings::CreateSourceIpMapping,
    twiml::{Response, Say},
};

#[tokio::main]
async fn main() -> support::Result {
    let (_twilio, client) = support::double().await;

    // Where calls go out: two gateways, the second only if the first fails.
    let policies = client.connection_policies();
    let policy = policies
        .create(&CreateConnectionPolicy::new().friendly_name("Berlin"))
        .await?;
    let targets = policies.targets(&policy.sid);
    for (priority, host) in [(10, "sip:gw1.example.com"), (20, "sip:gw2.example.com")] {
        let target = CreateConnectionPolicyTarget::new(host).priority(priority);
        let target = targets.create(&target).await?;
        println!("target {:?}, priority {:?}", target.target, target.priority);
    }

    let trunk = CreateByocTrunk::new()
        .friendly_name("our carrier")
        .connection_policy_sid(policy.sid)
        .voice_url("https://voice.example.com/voice");
    let trunk = client.byoc_trunks().create(&trunk).await?;
    println!(
        "trunk {} goes by {:?}",
        trunk.sid, trunk.connection_policy_sid
    );

    // A call through it.
    let hello = Response::new().push(Say::new("Hello."));
    let call = CreateCall::new("+14155550100", "+15005550006", hello).byoc(trunk.sid);
    let call = client.calls().create(&call).await?;
    println!("placed {}", call.sid);
    client.calls().end(&call.sid).await?;

    // Calls come in from these addresses, for a SIP domain of the account.
    let record = CreateIpRecord::new(Ipv4Addr::new(192, 0, 2, 0)).cidr_prefix_length(24);
    let record = client.ip_records().create(&record).await?;
    let domain = "SDaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    let mapping = CreateSourceIpMapping::new(record.sid, domain);
    let mapping = client.source_ip_mappings().create(&mapping).await?;
    println!(
        "{:?} leads to {:?}",
        record.ip_address, mapping.sip_domain_sid
    );

    // The second gateway rests.
    for target in targets.list().send().await?.items {
        if target.priority == Some(20) {
            let rest = UpdateConnectionPolicyTarget::new().enabled(false);
            let target = targets.update(&target.sid, &rest).await?;
            println!("{:?} is enabled: {:?}", target.target, target.enabled);
        }
    }

    client.source_ip_mappings().delete(&mapping.sid).await?;
    client.ip_records().delete(&record.sid).await?;
    let alone = UpdateByocTrunk::new().clear_connection_policy_sid();
    client.byoc_trunks().update(&trunk.sid, &alone).await?;
    client.byoc_trunks().delete(&trunk.sid).await?;
    policies.delete(&policy.sid).await?;
    println!("deleted all of it");
    Ok(())
}
