"""Signs and checks requests with Twilio's own library, for the test that compares it with ours.

One request per line of input, as JSON: the token, the algorithm, the URL that was requested, the URL that the receiver
knows, either parameters or a body, and our signature of the first URL. One line of output for each: Twilio's signature
of the first URL, and whether Twilio's library takes our signature for the second. The first line names the library.
"""

import json
import sys
from importlib.metadata import version

from multidict import MultiDict
from twilio.request_validator import RequestValidator


def answer(request):
    validator = RequestValidator(request["token"])
    algorithm = request["algorithm"]
    body = request.get("body")
    if body is None:
        signed = checked = MultiDict(request["parameters"])
    else:
        # The URL has the digest of the body; nothing else of it is signed.
        signed, checked = {}, body
    return {
        "signature": validator.compute_signature(request["signed"], signed, algorithm),
        "valid": validator.validate(request["known"], checked, request["signature"], algorithm),
        "changed": validator.validate(request["known"], checked, request["wrong"], algorithm),
    }


def main():
    print(json.dumps({"library": version("twilio")}))
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))))


main()
