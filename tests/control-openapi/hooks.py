"""What waits is told to wait for a moment only."""
import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.path.endswith("/expect") and isinstance(case.body, dict) and isinstance(case.body.get("within", ""), str):
        case.body["within"] = "10ms"
