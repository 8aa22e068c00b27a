//! Placeholders in the path of a tool's URL.

use percent_encoding::percent_decode_str;

use crate::Error;

const FIELD: &str = "url";

/// The path of a tool's URL, segment by segment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct PathPattern(Vec<Segment>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Segment {
    /// Text, decoded.
    Text(String),
    /// A placeholder, with what is before and after it, decoded.
    Placeholder {
        before: String,
        name: String,
        after: String,
    },
}

impl PathPattern {
    /// The path in `url`, an absolute URL.
    pub(super) fn of_url(url: &str) -> Result<Self, Error> {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (host, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, "/"),
        };
        if host.contains(['{', '}']) {
            return Err(Error::invalid(
                FIELD,
                "may have placeholders in its path only",
            ));
        }
        Self::parse(path)
    }

    /// A path that begins with a slash.
    pub(super) fn parse(path: &str) -> Result<Self, Error> {
        let Some(path) = path.strip_prefix('/') else {
            return Err(Error::invalid(FIELD, "must have a path that begins with /"));
        };
        if path.contains(['?', '#']) {
            return Err(Error::invalid(FIELD, "must end with its path"));
        }
        let segments = path.split('/').map(segment).collect::<Result<_, _>>()?;
        let pattern = Self(segments);
        let mut names: Vec<_> = pattern.names().collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Error::invalid(FIELD, "must not repeat a placeholder"));
        }
        Ok(pattern)
    }

    /// The names of the placeholders.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Placeholder { name, .. } => Some(name.as_str()),
            Segment::Text(_) => None,
        })
    }

    /// What the placeholders stand for in `path`. `None` if it is another path.
    pub(super) fn read(&self, path: &str) -> Option<Vec<(&str, String)>> {
        let mut given = path.strip_prefix('/')?.split('/');
        let mut found = Vec::new();
        for segment in &self.0 {
            let text = decode(given.next()?)?;
            match segment {
                Segment::Text(expected) if text == *expected => {}
                Segment::Text(_) => return None,
                Segment::Placeholder {
                    before,
                    name,
                    after,
                } => {
                    let value = text.strip_prefix(before.as_str())?;
                    let value = value.strip_suffix(after.as_str())?;
                    if value.is_empty() {
                        return None;
                    }
                    found.push((name.as_str(), value.to_owned()));
                }
            }
        }
        given.next().is_none().then_some(found)
    }
}

fn segment(text: &str) -> Result<Segment, Error> {
    let problem = || {
        let problem = "may have one placeholder such as {id} in each segment of its path";
        Error::invalid(FIELD, problem)
    };
    let plain = |text: &str| match decode(text) {
        Some(text) if !text.contains(['{', '}']) => Ok(text),
        _ => Err(problem()),
    };
    let Some((before, rest)) = text.split_once('{') else {
        return plain(text).map(Segment::Text);
    };
    let (name, after) = rest.split_once('}').ok_or_else(problem)?;
    if name.is_empty() || name.contains('{') {
        return Err(problem());
    }
    Ok(Segment::Placeholder {
        before: plain(before)?,
        name: name.to_owned(),
        after: plain(after)?,
    })
}

fn decode(text: &str) -> Option<String> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(pattern: &str, path: &str) -> Option<Vec<String>> {
        let pattern = PathPattern::parse(pattern).unwrap();
        let found = pattern.read(path)?;
        Some(found.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn placeholders_are_read_and_decoded() {
        let one = |text: &str| Some(vec![text.to_owned()]);
        assert_eq!(read("/orders/{id}", "/orders/7"), one("7"));
        assert_eq!(read("/orders/{id}.json", "/orders/7.json"), one("7"));
        let odd = one("a/b c+d");
        assert_eq!(read("/o%72ders/{id}", "/orders/a%2Fb%20c+d"), odd);
        let two = Some(vec!["7".to_owned(), "8".to_owned()]);
        assert_eq!(read("/{a}/x-{b}", "/7/x-8"), two);
    }

    #[test]
    fn another_path_is_refused() {
        for path in [
            "",
            "/",
            "/orders",
            "/orders/",
            "/orders/7/",
            "/order/7",
            "orders/7",
            "/orders/%ff",
        ] {
            assert_eq!(read("/orders/{id}", path), None, "{path}");
        }
    }

    #[test]
    fn the_path_is_what_follows_the_host() {
        let pattern = PathPattern::of_url("https://example.com:8443/{id}").unwrap();
        assert_eq!(pattern.names().collect::<Vec<_>>(), ["id"]);
        assert_eq!(
            PathPattern::of_url("https://example.com").unwrap(),
            PathPattern::parse("/").unwrap()
        );
    }

    #[test]
    fn bad_patterns_are_refused() {
        for url in [
            "https://{shop}.example.com/",
            "https://example.com/{a}{b}",
            "https://example.com/{a}-{b}",
            "https://example.com/{a",
            "https://example.com/a}",
            "https://example.com/{}",
            "https://example.com/{a}/{a}",
            "https://example.com/#{a}",
        ] {
            assert!(PathPattern::of_url(url).is_err(), "{url}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(pattern in "/[a-z{}/%0-9]{0,20}", path in ".*") {
            if let Ok(pattern) = PathPattern::parse(&pattern) {
                drop(pattern.read(&path));
            }
        }
    }
}
