//! The codes of voice.

use super::{ErrorCode, RetryAdvice};

/// Declares the codes: number, name, advice, meaning. The ranges are of codes without a name.
macro_rules! codes {
    ($($number:literal $name:ident $retry:ident $meaning:literal;)+ ranges $($range:pat => $range_retry:ident $range_meaning:literal;)+) => {
        /// The codes of voice by name.
        impl ErrorCode {
            $(
                #[doc = concat!($number, ": ", $meaning, ".")]
                pub const $name: Self = Self($number);
            )+
        }

        pub(super) const fn look_up(number: u32) -> Option<(&'static str, RetryAdvice)> {
            match number {
                $($number => Some(($meaning, RetryAdvice::$retry)),)+
                $($range => Some(($range_meaning, RetryAdvice::$range_retry)),)+
                _ => None,
            }
        }
    };
}

codes! {
    10001 ACCOUNT_NOT_ACTIVE Never "the account is not active";
    10002 NOT_ON_TRIAL Never "a trial account cannot do this";
    10003 INCOMING_CALL_REJECTED Never "an incoming call was rejected because the account is not active";
    10004 CALL_CONCURRENCY Later "the account has as many calls as it may have at once";
    11100 MALFORMED_URL Never "a URL is malformed";
    11200 HTTP_RETRIEVAL ByTwilio "our server did not answer with success in time; Twilio asks the fallback";
    11205 HTTP_CONNECTION ByTwilio "Twilio could not connect to our server in time";
    11206 HTTP_PROTOCOL Never "our server's answer is not proper HTTP";
    11210 HTTP_HOST Never "the host of a URL has no address";
    11215 HTTP_REDIRECTS Never "our server redirects more than ten times";
    11220 TLS_HANDSHAKE Never "the TLS handshake with our server failed";
    11235 TLS_NAME Never "the certificate of our server is for another name";
    11236 TLS_EXPIRED Never "the certificate of our server has expired";
    11237 TLS_CHAIN Never "the certificate of our server leads to no known authority";
    11240 OVERRIDE_EDGE Never "a connection override names an unknown edge";
    11241 OVERRIDE_EDGE_FORMAT Never "the edge of a connection override is malformed";
    11750 TWIML_TOO_LARGE Never "a document is larger than 64 kB";
    11770 EMPTY_BODY Never "our server's answer has no body";
    12100 DOCUMENT_PARSE Never "a document is not proper XML";
    12102 DOCUMENT_ROOT Never "the root of a document is not `Response`";
    12200 SCHEMA_WARNING Never "a document has an element or attribute that is ignored";
    12300 CONTENT_TYPE Never "the content type of a document is missing or not usable";
    12400 INTERNAL_FAILURE Later "Twilio failed while it ran a document";
    13201 DIAL_IN_SCREENING Never "a document for screening must not dial";
    13214 DIAL_CALLER_ID Never "the caller id of `Dial` is not usable";
    13215 DIAL_NOUN Never "an element in `Dial` cannot stand there";
    13223 DIAL_NUMBER Never "the number of `Dial` is malformed";
    13224 DIAL_UNSUPPORTED Never "the number of `Dial` cannot be called";
    13225 DIAL_BLOCKED Never "the number of `Dial` is on a block list";
    13227 DIAL_GEO_PERMISSION Never "the account may not dial this country";
    13801 REFER_NOT_SIP Never "only calls by SIP can be referred";
    13802 REFER_NO_URL Never "`Refer` has no address to go to";
    13805 TRIAL_CALL_LENGTH Never "a call of a trial account reached 10 minutes";
    14300 START_NOUN Never "`Start` has a noun that it cannot have";
    15002 CALLBACK_EXPIRED ByTwilio "a callback waited too long because our server is slow";
    15003 CALLBACK_REFUSED Never "our server answered a callback with an error";
    15004 RELATIVE_URL Never "a document for a running call has a relative URL";
    16011 CONFERENCE_CALLBACK Never "our server answered a callback of a conference with an error";
    16020 CONFERENCE_FULL Later "the conference is full";
    16021 CONFERENCE_CONCURRENCY Later "the account has as many participants as it may have at once";
    16112 RECORDING_UPLOAD Never "a recording could not be stored where the account wants it";
    20001 UNKNOWN_PARAMETERS Never "a parameter is unknown";
    20003 AUTHENTICATION Never "the credentials are wrong, of another region, or of a suspended account";
    20004 METHOD_NOT_ALLOWED Never "the path does not take this method";
    20005 ACCOUNT_INACTIVE Never "the account is not active";
    20006 ACCESS_DENIED Never "access is denied";
    20007 PAGE_SIZE Never "the page size is too large";
    20008 TEST_CREDENTIALS Never "test credentials cannot do this";
    20009 NOT_COMPLETE Later "what is not over cannot be deleted";
    20403 FORBIDDEN Never "the account may not do this";
    20404 NOT_FOUND Never "there is no such thing in the account";
    20409 CONFLICT Later "the thing is in another state; look at it again";
    20422 INVALID_PARAMETER Never "a parameter is not usable";
    20429 TOO_MANY_REQUESTS NothingDone "the account makes too many requests at once; this one was not processed";
    20500 SERVER_ERROR OutcomeUnknown "Twilio failed, or took too long";
    20503 UNAVAILABLE OutcomeUnknown "Twilio is not available";
    21201 NO_TO Never "nobody to call is named";
    21202 PREMIUM_NUMBER Never "premium numbers cannot be called";
    21203 INTERNATIONAL_OFF Never "the account may not call other countries";
    21205 INVALID_URL Never "the URL of the instructions is missing or malformed";
    21206 INVALID_SEND_DIGITS Never "the keys to press are not usable";
    21208 INVALID_TIMEOUT Never "the timeout is not usable";
    21209 INVALID_METHOD Never "the HTTP method is not usable";
    21210 FROM_NOT_VERIFIED Never "the caller is neither a number of ours nor a verified caller id";
    21211 INVALID_TO Never "the number to call is not a valid number";
    21212 INVALID_FROM Never "the caller is not a valid number";
    21213 NO_FROM Never "no caller is named";
    21214 UNREACHABLE_TO Never "the number cannot be reached";
    21215 GEO_PERMISSION Never "the account may not call this country";
    21216 BLOCKED_TO Never "calls to this number are blocked";
    21217 INVALID_NUMBER Never "the number does not look like one";
    21218 INVALID_APPLICATION_SID Never "the SID of the application is not usable";
    21219 TO_NOT_VERIFIED Never "a trial account may call only verified numbers";
    21220 INVALID_CALL_STATE Never "the call is not in a state that allows this; when it is to be ended, it is over already";
    21227 SIP_HEADERS_TOO_LONG Never "the SIP headers are too long";
    21228 SIP_HEADER_NAME Never "the name of a SIP header is not usable";
    21229 SIP_HEADER_VALUE Never "the value of a SIP header is not usable";
    21234 MACHINE_DETECTION_VALUE Never "a number of the machine detection is out of range";
    21262 MACHINE_DETECTION_NO_CALLBACK Never "machine detection in the background has no URL to tell the result to";
    21263 MACHINE_DETECTION_ASYNC Never "this kind of call has no parameters for machine detection in the background";
    21404 TRIAL_INCOMING Never "a trial account takes no calls from this number";
    21421 PHONE_NUMBER_INVALID Never "the number to buy is not a valid number";
    21422 PHONE_NUMBER_UNAVAILABLE Never "the number to buy is not available";
    21450 ALREADY_VERIFIED Never "the number is a verified caller id already";
    21451 INVALID_AREA_CODE Never "the area code is not usable";
    21452 NO_NUMBERS_IN_AREA Never "there are no numbers in this area";
    21470 INVALID_ACCOUNT_SID Never "the SID of the account is not usable";
    21502 INVALID_CALLBACK_URL Never "the URL of a callback is not usable";
    21626 INVALID_STATUS_CALLBACK_EVENT Never "an event of the status callback is unknown";
    31901 STREAM_CONNECT_TIMEOUT Never "a stream could not connect in time";
    31902 STREAM_CONNECT_REFUSED Never "our server refused the connection of a stream";
    31903 STREAM_BROKEN_PIPE Never "the connection of a stream broke";
    31910 STREAM_TLS Never "the TLS handshake of a stream failed";
    31920 STREAM_HANDSHAKE Never "our server did not answer a stream with a websocket";
    31921 STREAM_CLOSED Never "our server closed a stream with an error";
    31922 STREAM_SCHEME Never "the scheme of a stream's URL is not usable";
    31923 STREAM_URL Never "the URL of a stream is malformed";
    31924 STREAM_PROTOCOL Never "our server broke the websocket protocol";
    31930 STREAM_BUFFER_OVERFLOW Later "more audio waits in a stream than it can hold";
    31931 STREAM_MEDIA_DISCARDED Later "audio of a stream was thrown away because too much waited";
    31940 STREAM_CONNECTOR Never "the connector of a stream is not usable";
    31941 STREAM_TRACK Never "the track of a stream is not usable";
    31942 STREAM_CONNECTOR_SETTINGS Never "the settings of a connector are not usable";
    31950 STREAM_MALFORMED_MESSAGE Never "a message to a stream is not JSON of the right shape";
    31951 STREAM_INVALID_MESSAGE Never "a message to a stream is not usable";
    31960 STREAM_QUOTA Later "the account has as many streams as it may have at once";
    32001 TRUNK_CALLS_PER_SECOND Later "a trunk places more calls per second than it may";
    32002 SIP_DOMAIN_NOT_FOUND Unknown "there is no such SIP domain";
    32009 SIP_USER_NOT_REGISTERED Unknown "the SIP user is not registered";
    32011 SIP_PEER_UNREACHABLE Unknown "the SIP peer cannot be reached";
    32014 NO_AUDIO Never "the call was ended because no audio came for long";
    32016 POST_DIAL_DELAY Never "the telephone network did not answer in time";
    32017 CARRIER_BLOCKED Never "a carrier blocked the call because of its caller id";
    32100 TRIAL_SIP Never "a trial account may not call this SIP address";
    32700 USER_DEFINED_MESSAGE Later "a user-defined message could not be sent";
    32703 USER_DEFINED_MESSAGE_TOO_LONG Never "a user-defined message is too long";
    57012 WEBHOOK_SIGNATURE Never "the signature of a webhook is not valid";
    64001 PAY_CONFIGURATION Never "`Pay` is not set up properly";
    64002 PAY_UNAVAILABLE Later "`Pay` is not available";
    ranges
    13310..=13335 => Never "an attribute of `Gather` is not usable";
    21221..=21226 => Never "the SIP credentials are not usable, or the account may not call by SIP";
    32701..=32702 => Never "a user-defined message is not usable";
}
