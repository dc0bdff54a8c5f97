#!/usr/bin/env python3
"""Writes the table of TiDB Cloud's calls from the API descriptions of its command-line client.

    python3 sandbox/models/extract_tidbcloud.py REPOSITORY

REPOSITORY is a clone of github.com/tidbcloud/tidbcloud-cli at the commit below. The format is that of extract.py.
An action also has its method and path; a value can be restricted to the words after "=".
"""

import json
import pathlib
import subprocess
import sys

COMMIT = "19aea6a"
FOLDER = "pkg/tidbcloud/v1beta1/"
FILES = ["serverless/privatelink", "serverless/cdc", "serverless/cluster", "iam"]
ACTIONS = """AttachDomains CreateChangefeed CreatePrivateLinkConnection DeleteChangefeed DeletePrivateLinkConnection
DescribeSchemaTable DetachDomains EditChangefeed GetAvailabilityZones GetChangefeed GetCluster GetPrivateLinkConnection
ListChangefeeds ListClusters ListPrivateLinkConnections ListProjects ListRegions StartChangefeed StopChangefeed
TestChangefeed""".split()
TABLE = (
    pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/dev/linkspan/sandbox/models/tidbcloud.txt"
)


def leaves(swagger, path, schema, required, request, seen=()):
    """Yields path, type, whether required, and allowed values of each leaf of a schema."""
    while "$ref" in schema or "allOf" in schema:
        ref = schema.get("$ref") or schema["allOf"][0].get("$ref")
        if ref in seen:
            return
        seen += (ref,)
        schema = swagger["definitions"][ref.rsplit("/", 1)[1]]
    if request and schema.get("readOnly"):
        return
    kind = schema.get("type", "object")
    if kind == "array":
        yield from leaves(swagger, path + "[]", schema["items"], required, request, seen)
    elif "properties" in schema:
        for name, below in sorted(schema["properties"].items()):
            if not (request and below.get("readOnly")):
                needed = required and name in schema.get("required", [])
                yield from leaves(swagger, f"{path}.{name}".lstrip("."), below, needed, request, seen)
    elif path:
        yield path, kind, required, schema.get("enum", [])


def line(mark, path, kind, required, values):
    words = [mark, path, kind] + (["required"] if required else [])
    return " ".join(words + (["=" + "|".join(map(str, values))] if values else []))


def action(swagger, name, method, path, operation):
    path = path if path.startswith("/v1beta1") else "/v1beta1" + path
    yield f"action {name} {method.upper()} {path}"
    for parameter in sorted(operation.get("parameters", []), key=lambda p: p["name"]):
        if parameter["in"] == "query":
            yield line(">", parameter["name"], parameter["type"], False, parameter.get("enum", []))
        elif parameter["in"] == "body":
            for leaf in leaves(swagger, "", parameter["schema"], True, True):
                yield line(">", *leaf)
    for path, kind, _, values in leaves(swagger, "", operation["responses"]["200"].get("schema", {}), False, False):
        yield line("<", path, kind, False, values)


def main():
    found = {}
    for file in FILES:
        show = ["git", "-C", sys.argv[1], "show", f"{COMMIT}:{FOLDER}{file}.swagger.json"]
        swagger = json.loads(subprocess.run(show, check=True, capture_output=True).stdout)
        for path, methods in swagger["paths"].items():
            for method, operation in methods.items():
                name = operation.get("operationId", "_ListProjects" if path == "/v1beta1/projects" else "").split("_")[-1]
                if name in ACTIONS:
                    found[name] = list(action(swagger, name, method, path, operation))
    lines = [f"# tidbcloud-cli {COMMIT}, API version v1beta1, by sandbox/models/extract_tidbcloud.py"]
    for name in ACTIONS:
        lines += dict.fromkeys(found[name])
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
