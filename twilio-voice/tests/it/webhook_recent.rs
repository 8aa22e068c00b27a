//! What comes twice or late.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use twilio_voice::webhook::{IdempotencyToken, Recent};

const HOUR: Duration = Duration::from_secs(3_600);

#[test]
fn a_token_is_printable_and_short() {
    let token: IdempotencyToken = " 4a6d7a1e-3ab6 ".parse().unwrap();
    assert_eq!(token.as_str(), "4a6d7a1e-3ab6");
    assert_eq!(token.to_string(), "4a6d7a1e-3ab6");
    let long = "a".repeat(257);
    for text in ["", " ", "a b", "é", "a\n", &long] {
        let read = text.replace('\n', "\u{1}").parse::<IdempotencyToken>();
        assert!(read.is_err(), "{text}");
    }
}

#[test]
fn what_was_seen_is_not_new_until_its_time_is_over() {
    let recent = Recent::new(10, HOUR);
    let start = Instant::now();
    assert!(recent.is_new_at(&"a", start));
    assert!(!recent.is_new_at(&"a", start + HOUR - Duration::from_nanos(1)));
    assert!(recent.is_new_at(&"a", start + HOUR));
    assert!(!recent.is_new_at(&"a", start + HOUR));
    recent.forget(&"a");
    assert!(recent.is_empty());
    assert!(recent.is_new_at(&"a", start + HOUR));
}

#[test]
fn the_oldest_makes_room() {
    let recent = Recent::new(2, HOUR);
    let now = Instant::now();
    for key in ["a", "b", "c"] {
        assert!(recent.is_new_at(&key, now));
    }
    assert_eq!(recent.len(), 2);
    assert!(!recent.is_new_at(&"c", now));
    assert!(!recent.is_new_at(&"b", now));
    assert!(recent.is_new_at(&"a", now));
}

#[test]
fn what_is_forgotten_leaves_its_place_to_others() {
    let recent = Recent::new(3, HOUR);
    let now = Instant::now();
    assert!(recent.is_new_at(&"a", now));
    // A handler that fails again and again.
    for _ in 0..10 {
        assert!(recent.is_new_at(&"b", now));
        recent.forget(&"b");
    }
    assert!(!recent.is_new_at(&"a", now), "another made it forget");
    // What is seen again after it was forgotten is the youngest.
    for key in ["b", "c"] {
        assert!(recent.is_new_at(&key, now));
    }
    recent.forget(&"a");
    assert!(recent.is_new_at(&"a", now));
    assert!(recent.is_new_at(&"d", now));
    assert!(!recent.is_new_at(&"a", now) && !recent.is_new_at(&"c", now));
    assert_eq!(recent.len(), 3);
}

#[test]
fn only_a_greater_number_is_news() {
    let recent = Recent::new(10, HOUR);
    for (key, number, newest) in [
        ("a", 0, true),
        ("a", 2, true),
        ("a", 1, false),
        ("a", 2, false),
        ("b", 1, true),
        ("a", 3, true),
    ] {
        assert_eq!(recent.is_newest(&key, number), newest, "{key} {number}");
    }
}

#[test]
fn many_threads_see_one_first() {
    let recent = Recent::new(1_000, HOUR);
    let first = |key: u32| {
        std::thread::scope(|scope| {
            let asks: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| recent.is_new(&key)))
                .collect();
            asks.into_iter()
                .map(|ask| ask.join().unwrap())
                .filter(|new| *new)
                .count()
        })
    };
    assert!((0..100).all(|key| first(key) == 1));
}

proptest! {
    #[test]
    fn it_agrees_with_a_list_and_stays_small(keys in prop::collection::vec(0_u8..20, 0..200), capacity in 1_usize..10) {
        let recent = Recent::new(capacity, HOUR);
        let start = Instant::now();
        // Each key with the time of its first sight, the oldest first.
        let mut list: Vec<(u8, u64)> = Vec::new();
        for (minute, key) in keys.into_iter().enumerate() {
            let minute = u64::try_from(minute).unwrap() * 7;
            list.retain(|(_, since)| minute - since < 60);
            let new = !list.iter().any(|(known, _)| *known == key);
            if new {
                if list.len() == capacity {
                    list.remove(0);
                }
                list.push((key, minute));
            }
            prop_assert_eq!(recent.is_new_at(&key, start + Duration::from_secs(60 * minute)), new);
            prop_assert!(recent.len() <= capacity);
        }
    }
}
