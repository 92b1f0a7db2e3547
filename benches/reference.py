"""Audits an Intercom export with the Python reference tool, chatbot-auditor 0.1.0, and prints the seconds of each run as JSON."""

import json
import sys
import time

from chatbot_auditor import audit
from chatbot_auditor.adapters.intercom import _parse_conversation


def run(path: str) -> int:
    with open(path, "rb") as file:
        conversations = json.load(file)["conversations"]
    return sum(len(audit([_parse_conversation(raw)])) for raw in conversations)


if __name__ == "__main__":
    path, runs = sys.argv[1], int(sys.argv[2])
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        findings = run(path)
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "findings": findings}))
