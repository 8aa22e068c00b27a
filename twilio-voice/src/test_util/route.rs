//! Which operation a request is.

/// What stands before the paths of an account.
const ACCOUNT: &str = "/2010-04-01/Accounts/{AccountSid}";

/// A method and a path whose placeholders match any one segment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Pattern {
    method: String,
    segments: Vec<String>,
}

impl Pattern {
    /// Reads `GET /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json`, or the same from `/Calls` on. `None` if it has
    /// no method or no path.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (method, path) = text.trim().split_once(' ')?;
        let path = path.trim();
        let whole = if path.starts_with("/2010-04-01/") || path.starts_with("/v1/") {
            path.to_owned()
        } else if path.starts_with("/Accounts") {
            format!("/2010-04-01{path}")
        } else {
            format!("{ACCOUNT}{path}")
        };
        let path = path.starts_with('/').then_some(whole)?;
        Some(Self {
            method: method.to_ascii_uppercase(),
            segments: path.split('/').skip(1).map(str::to_owned).collect(),
        })
    }

    pub(super) fn matches(&self, method: &str, segments: &[String]) -> bool {
        self.method == method && self.matches_path(segments)
    }

    pub(super) fn matches_path(&self, segments: &[String]) -> bool {
        self.segments.len() == segments.len()
            && (self.segments.iter().zip(segments))
                .all(|(wanted, segment)| wanted == segment || fits(wanted, segment))
    }

    /// Whether every request this matches is also matched by `other`.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.method == other.method
            && self.segments.len() == other.segments.len()
            && (self.segments.iter().zip(&other.segments))
                .all(|(inner, outer)| inner == outer || fits(outer, inner))
    }

    /// Where ids stand.
    pub(super) fn placeholders(&self) -> impl Iterator<Item = usize> {
        (self.segments.iter().enumerate())
            .filter(|(_, segment)| ending(segment).is_some())
            .map(|(index, _)| index)
    }
}

/// Whether a segment is something in the place of a placeholder.
fn fits(wanted: &str, segment: &str) -> bool {
    let rest = ending(wanted).and_then(|ending| segment.strip_suffix(ending));
    rest.is_some_and(|rest| !rest.is_empty())
}

/// What comes after a placeholder, such as `.json`. `None` if the segment is no placeholder.
fn ending(segment: &str) -> Option<&str> {
    Some(segment.strip_prefix('{')?.split_once('}')?.1)
}

/// The operation a request is: the one with the fewest placeholders. `Err(true)` if there is one with another method.
pub(super) fn find(
    routes: impl Iterator<Item = &'static str>,
    method: &str,
    segments: &[String],
) -> Result<(&'static str, Pattern), bool> {
    let mut other_method = false;
    let mut best: Option<(&'static str, Pattern)> = None;
    for route in routes {
        let Some(pattern) = Pattern::parse(route) else {
            continue;
        };
        if !pattern.matches_path(segments) {
            continue;
        }
        if pattern.method != method {
            other_method = true;
            continue;
        }
        let holes = pattern.placeholders().count();
        if best
            .as_ref()
            .is_none_or(|(_, best)| holes < best.placeholders().count())
        {
            best = Some((route, pattern));
        }
    }
    best.ok_or(other_method)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(path: &str) -> Vec<String> {
        path.split('/').map(str::to_owned).collect()
    }

    #[test]
    fn a_placeholder_matches_one_segment_with_its_ending() {
        let pattern = Pattern::parse("get /Calls/{Sid}.json").unwrap();
        let matches = |method, path: &str| {
            pattern.matches(
                method,
                &segments(&format!("2010-04-01/Accounts/AC1/Calls{path}")),
            )
        };
        assert!(matches("GET", "/7.json"));
        assert!(!matches("DELETE", "/7.json"));
        assert!(!matches("GET", "/7"));
        assert!(!matches("GET", "/.json"));
        assert!(!matches("GET", "/7/Events.json"));
    }

    #[test]
    fn a_path_may_be_short() {
        for (short, long) in [
            (
                "GET /Calls.json",
                "GET /2010-04-01/Accounts/{AccountSid}/Calls.json",
            ),
            ("GET /Accounts.json", "GET /2010-04-01/Accounts.json"),
        ] {
            assert_eq!(Pattern::parse(short), Pattern::parse(long));
        }
        assert!(Pattern::parse("GET /v1/Settings").is_some());
        assert!(Pattern::parse("GET Calls.json").is_none());
        assert!(Pattern::parse("Calls.json").is_none());
    }

    #[test]
    fn a_word_wins_over_a_placeholder() {
        let routes = ["GET /v1/Things/{Sid}", "GET /v1/Things/Usage"];
        let found = find(routes.into_iter(), "GET", &segments("v1/Things/Usage"));
        assert_eq!(found.unwrap().0, "GET /v1/Things/Usage");
    }

    #[test]
    fn another_method_is_not_the_same_as_no_such_path() {
        let find =
            |path| find(["GET /v1/Settings"].into_iter(), "PUT", &segments(path)).unwrap_err();
        assert!(find("v1/Settings"));
        assert!(!find("v1/Spies"));
    }
}
