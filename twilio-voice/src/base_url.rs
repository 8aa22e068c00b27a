//! Where requests go.

use url::Url;

use crate::Error;

/// Reads the base URL and puts edge and region into its host.
pub(crate) fn read(text: &str, edge: Option<&str>, region: Option<&str>) -> Result<Url, Error> {
    regional(parse(text)?, edge, region)
}

fn parse(text: &str) -> Result<Url, Error> {
    let invalid = |problem| Error::invalid("base_url", problem);
    let url = Url::parse(text).map_err(|_| invalid("not an absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid("must be http or https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("must not carry credentials"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid("must not carry a query or a fragment"));
    }
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
            "https://user:hunter2@api.twilio.com",
            "https://api.twilio.com/?key=hunter2",
            "https://api.twilio.com/#top",
        ] {
            let problem = read(url, None, None).unwrap_err().to_string();
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
            let url = read(&format!("https://{host}"), edge, region).unwrap();
            assert_eq!(url.host_str(), Some(expected));
        }
    }

    #[test]
    fn an_edge_or_region_that_is_no_label_is_refused() {
        for label in ["", "evil.example/", "a.b", "a b"] {
            let problem = read("https://api.twilio.com", None, Some(label)).unwrap_err();
            assert!(
                problem.to_string().starts_with("invalid request: region: "),
                "{problem}"
            );
            let problem = read("https://api.twilio.com", Some(label), None).unwrap_err();
            assert!(
                problem.to_string().starts_with("invalid request: edge: "),
                "{problem}"
            );
        }
    }
}
