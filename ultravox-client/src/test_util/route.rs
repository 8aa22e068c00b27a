//! Which operation a request is.

/// A method and a path whose placeholders match any one segment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Pattern {
    method: String,
    segments: Vec<String>,
}

impl Pattern {
    /// Reads `POST /api/calls/{call_id}/send_data_message`. `None` if it has no method or no path.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (method, path) = text.trim().split_once(' ')?;
        let path = path.trim().strip_prefix('/')?;
        Some(Self {
            method: method.to_ascii_uppercase(),
            segments: path.split('/').map(str::to_owned).collect(),
        })
    }

    pub(super) fn matches(&self, method: &str, segments: &[String]) -> bool {
        self.method == method && self.matches_path(segments)
    }

    pub(super) fn matches_path(&self, segments: &[String]) -> bool {
        self.segments.len() == segments.len()
            && (self.segments.iter().zip(segments)).all(|(wanted, segment)| {
                (is_placeholder(wanted) && !segment.is_empty()) || wanted == segment
            })
    }

    /// Whether every request this matches is also matched by `other`.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.method == other.method
            && self.segments.len() == other.segments.len()
            && (self.segments.iter().zip(&other.segments)).all(|(inner, outer)| {
                inner == outer || (is_placeholder(outer) && !inner.is_empty())
            })
    }

    /// Where ids stand.
    pub(super) fn placeholders(&self) -> impl Iterator<Item = usize> {
        (self.segments.iter().enumerate())
            .filter(|(_, segment)| is_placeholder(segment))
            .map(|(index, _)| index)
    }
}

fn is_placeholder(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// The operation a request is: the one with the fewest placeholders.
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
    fn a_placeholder_matches_one_segment_and_not_none() {
        let pattern = Pattern::parse("get /api/calls/{call_id}").unwrap();
        assert!(pattern.matches("GET", &segments("api/calls/7")));
        assert!(!pattern.matches("DELETE", &segments("api/calls/7")));
        assert!(!pattern.matches("GET", &segments("api/calls/")));
        assert!(!pattern.matches("GET", &segments("api/calls/7/events")));
    }

    #[test]
    fn a_word_wins_over_a_placeholder() {
        let routes = ["GET /api/agents/{agent_id}", "GET /api/agents/usage"];
        let found = find(routes.into_iter(), "GET", &segments("api/agents/usage"));
        assert_eq!(found.unwrap().0, "GET /api/agents/usage");
    }

    #[test]
    fn another_method_is_not_the_same_as_no_such_path() {
        let routes = ["GET /api/agents"];
        let find = |method, path| find(routes.into_iter(), method, &segments(path)).unwrap_err();
        assert!(find("PUT", "api/agents"));
        assert!(!find("PUT", "api/spies"));
    }
}
