//! Where requests go.

use url::Url;

use crate::Error;

/// Reads the base URL and puts edge and region into its host.
///
/// `setting` is what the caller set.
pub(crate) fn read(
    setting: &str,
    text: &str,
    edge: Option<&str>,
    region: Option<&str>,
) -> Result<Url, Error> {
    regional(parse(setting, text)?, edge, region)
}

fn parse(setting: &str, text: &str) -> Result<Url, Error> {
    let invalid = |problem| Error::invalid(setting, problem);
    let url = Url::parse(text).map_err(|_| invalid("not an absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid("must be http or https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("must not carry credentials"));
    }
    let at_twilio = (url.host_str()).is_some_and(|host| host.ends_with(".twilio.com"));
    if at_twilio && url.scheme() == "http" {
        return Err(invalid("must be https at a host of Twilio's"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid("must not carry a query or a fragment"));
    }
    Ok(url)
}

/// Where requests to the voice product go: to its host at the same edge and region if `base` is Twilio's, otherwise
/// to `base` itself, since the paths of the two products differ.
pub(crate) fn voice(base: &Url) -> Result<Url, Error> {
    let host = base.host_str().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let (3..=5, [_, rest @ .., "twilio", "com"]) = (labels.len(), &labels[..]) else {
        return Ok(base.clone());
    };
    let host = [&["voice"], rest, &["twilio", "com"]].concat().join(".");
    let mut url = base.clone();
    url.set_host(Some(&host))
        .map_err(|_| Error::invalid("base_url", "makes no valid host"))?;
    Ok(url)
}

/// Puts edge and region into a host of Twilio's: `product.edge.region.twilio.com`. Other hosts stay as they are.
fn regional(mut url: Url, edge: Option<&str>, region: Option<&str>) -> Result<Url, Error> {
    for (field, label) in [("edge", edge), ("region", region)] {
        let label_is_good = |label: &str| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if label.is_some_and(|label| !label_is_good(label)) {
            return Err(Error::invalid(field, "must be letters, digits and hyphens"));
        }
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    let labels: Vec<&str> = host.split('.').collect();
    let (product, old_edge, old_region) = match labels[..] {
        [product, "twilio", "com"] => (product, None, None),
        [product, region, "twilio", "com"] => (product, None, Some(region)),
        [product, edge, region, "twilio", "com"] => (product, Some(edge), Some(region)),
        _ => return Ok(url),
    };
    let edge = edge.or(old_edge);
    let region = region.or(old_region).or(edge.and(Some("us1")));
    let labels = [Some(product), edge, region, Some("twilio"), Some("com")];
    let host = labels.into_iter().flatten().collect::<Vec<_>>().join(".");
    url.set_host(Some(&host))
        .map_err(|_| Error::invalid("region", "makes no valid host"))?;
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_that_leads_elsewhere_is_refused() {
        for url in [
            "",
            "api.twilio.com",
            "ftp://api.twilio.com",
            "http://api.twilio.com",
            "http://API.ie1.twilio.com:80/x",
            "https://user:hunter2@api.twilio.com",
            "https://api.twilio.com/?key=hunter2",
            "https://api.twilio.com/#top",
        ] {
            let problem = read("base_url", url, None, None).unwrap_err().to_string();
            assert!(
                problem.starts_with("invalid request: base_url: "),
                "{problem}"
            );
            assert!(!problem.contains("hunter2"), "{problem}");
        }
    }

    #[test]
    fn edge_and_region_become_part_of_the_host() {
        for (host, edge, region, expected) in [
            ("api.twilio.com", None, None, "api.twilio.com"),
            ("api.twilio.com", None, Some("ie1"), "api.ie1.twilio.com"),
            (
                "api.twilio.com",
                Some("dublin"),
                Some("ie1"),
                "api.dublin.ie1.twilio.com",
            ),
            (
                "api.twilio.com",
                Some("ashburn"),
                None,
                "api.ashburn.us1.twilio.com",
            ),
            (
                "api.au1.twilio.com",
                None,
                Some("ie1"),
                "api.ie1.twilio.com",
            ),
            (
                "api.au1.twilio.com",
                Some("sydney"),
                None,
                "api.sydney.au1.twilio.com",
            ),
            (
                "api.sydney.au1.twilio.com",
                None,
                None,
                "api.sydney.au1.twilio.com",
            ),
            ("127.0.0.1:8080", Some("dublin"), Some("ie1"), "127.0.0.1"),
        ] {
            let url = read("base_url", &format!("https://{host}"), edge, region).unwrap();
            assert_eq!(url.host_str(), Some(expected));
        }
    }

    #[test]
    fn the_voice_product_is_at_the_same_edge_and_region() {
        for (base, edge, region, expected) in [
            (
                "https://api.twilio.com",
                None,
                None,
                "https://voice.twilio.com/",
            ),
            (
                "https://api.twilio.com",
                None,
                Some("ie1"),
                "https://voice.ie1.twilio.com/",
            ),
            (
                "https://api.twilio.com",
                Some("ashburn"),
                None,
                "https://voice.ashburn.us1.twilio.com/",
            ),
            (
                "https://api.sydney.au1.twilio.com/x",
                None,
                None,
                "https://voice.sydney.au1.twilio.com/x",
            ),
            (
                "http://127.0.0.1:8080/twilio",
                Some("dublin"),
                Some("ie1"),
                "http://127.0.0.1:8080/twilio",
            ),
            (
                "https://a.b.c.d.twilio.com",
                None,
                None,
                "https://a.b.c.d.twilio.com/",
            ),
            (
                "https://api.twilio.com.example",
                None,
                None,
                "https://api.twilio.com.example/",
            ),
            ("https://twilio.com", None, None, "https://twilio.com/"),
        ] {
            let base = read("base_url", base, edge, region).unwrap();
            assert_eq!(voice(&base).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn an_edge_or_region_that_is_no_label_is_refused() {
        for label in ["", "evil.example/", "a.b", "a b"] {
            let problem =
                read("base_url", "https://api.twilio.com", None, Some(label)).unwrap_err();
            assert!(
                problem.to_string().starts_with("invalid request: region: "),
                "{problem}"
            );
            let problem =
                read("base_url", "https://api.twilio.com", Some(label), None).unwrap_err();
            assert!(
                problem.to_string().starts_with("invalid request: edge: "),
                "{problem}"
            );
        }
    }
}
