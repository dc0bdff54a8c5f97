#!/usr/bin/env python3
"""Writes the tables of the official API models that the sandbox is held against.

    python3 sandbox/models/extract.py            downloads the SDKs with pip
    python3 sandbox/models/extract.py FOLDER     takes the wheels from a folder

The facts are read from the official Python SDKs, statically: from the request class of each action, its
parameters with type, required and range; from the response body class, its fields with type. Nothing of the
SDKs is run or copied. A table has one line per fact:

    action NAME
    > PARAMETER TYPE [required] [MIN..MAX]     a request parameter; [] stands for the number of a list element
    < FIELD TYPE                               a field of the response; [] stands for the elements of a list

Types: string, integer, number, boolean, object and list (of anything), json (one JSON text), map.

Then it compares the documented limits (models/limits) with the comments of the parameters, and fails if a comment
does not have the numbers of a limit.
"""

import ast
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

PRODUCTS = {
    "sts": ("alibabacloud_sts20150401", "1.2.0", "2015-04-01", "GetCallerIdentity"),
    "vpc": (
        "alibabacloud_vpc20160428",
        "7.2.2",
        "2016-04-28",
        """CreateVSwitch CreateVpc DeleteVSwitch DeleteVpc DescribeRegions DescribeRouteTableList
        DescribeVSwitchAttributes DescribeVSwitches DescribeVpcAttribute DescribeVpcs DescribeZones
        ListTagResources ModifyVSwitchAttribute ModifyVpcAttribute TagResources UnTagResources""",
    ),
    "ecs": (
        "alibabacloud_ecs20140526",
        "7.11.8",
        "2014-05-26",
        """AuthorizeSecurityGroup CreateKeyPair CreateSecurityGroup DeleteInstance DeleteInstances
        DeleteKeyPairs DeleteSecurityGroup DescribeAvailableResource DescribeDisks DescribeImages
        DescribeInstanceAttribute DescribeInstanceHistoryEvents DescribeInstanceStatus DescribeInstanceTypes
        DescribeInstances DescribeKeyPairs DescribeNetworkInterfaces DescribeRegions
        DescribeSecurityGroupAttribute DescribeSecurityGroups DescribeZones ImportKeyPair ListTagResources
        ModifyInstanceAttribute RevokeSecurityGroup RunInstances StartInstance StopInstance TagResources
        UntagResources""",
    ),
    "nlb": (
        "alibabacloud_nlb20220430",
        "4.1.3",
        "2022-04-30",
        """AddServersToServerGroup CreateListener CreateLoadBalancer CreateServerGroup DeleteListener
        DeleteLoadBalancer DeleteServerGroup DescribeRegions DescribeZones GetJobStatus GetListenerAttribute
        GetListenerHealthStatus GetLoadBalancerAttribute ListAsynJobs ListListeners ListLoadBalancers
        ListServerGroupServers ListServerGroups ListTagResources LoadBalancerJoinSecurityGroup
        LoadBalancerLeaveSecurityGroup RemoveServersFromServerGroup StartListener StopListener TagResources
        UntagResources UpdateListenerAttribute UpdateLoadBalancerAttribute UpdateLoadBalancerProtection
        UpdateServerGroupAttribute UpdateServerGroupServersAttribute""",
    ),
    "privatelink": (
        "alibabacloud_privatelink20200415",
        "4.0.9",
        "2020-04-15",
        """AddUserToVpcEndpointService AttachResourceToVpcEndpointService CheckProductOpen CreateVpcEndpoint
        CreateVpcEndpointService DeleteVpcEndpoint DeleteVpcEndpointService DescribeRegions DescribeZones
        DetachResourceFromVpcEndpointService DisableVpcEndpointConnection EnableVpcEndpointConnection
        GetVpcEndpointAttribute GetVpcEndpointServiceAttribute ListTagResources ListVpcEndpointConnections
        ListVpcEndpointSecurityGroups ListVpcEndpointServiceResources ListVpcEndpointServiceUsers
        ListVpcEndpointServices ListVpcEndpointServicesByEndUser ListVpcEndpointZones ListVpcEndpoints
        OpenPrivateLinkService RemoveUserFromVpcEndpointService TagResources UntagResources
        UpdateVpcEndpointConnectionAttribute UpdateVpcEndpointServiceAttribute""",
    ),
}

TABLES = pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/dev/linkspan/sandbox/models"
PLAIN = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "any": "string"}
RANGE = re.compile(r"(?:Valid values|Value range|Valid range)[^:\n]*: *\**(\d+)\** (?:to|-) \**(\d+)\**", re.I)


JSON_TEXT = re.compile(r"JSON array|JSON-formatted|format of a JSON", re.I)
NUMBERS = re.compile(r"\d\** (?:to|-) \**\d")


class Model:
    """A model class: wire names, types and documentation of its attributes."""

    def __init__(self, node, lines):
        init, to_map = (next(f for f in node.body if getattr(f, "name", "") == n) for n in ("__init__", "to_map"))
        types = {a.arg: ast.unparse(a.annotation) for a in init.args.args[1:]}
        docs = documentation(init, lines)
        self.fields = {}
        for wire, attribute in wire_names(to_map):
            self.fields[wire] = (types[attribute], docs.get(attribute, ""))


def documentation(init, lines):
    """Returns the comment above each assignment to an attribute."""
    docs, above = {}, []
    for line in lines[init.lineno - 1 : init.end_lineno]:
        text = line.strip()
        if text.startswith("#"):
            above.append(text[1:].strip())
        else:
            assigned = re.match(r"self\.(\w+) = (\w+)$", text)
            if assigned:
                docs[assigned.group(1)] = "\n".join(above)
            above = []
    return docs


def wire_names(to_map):
    """Returns wire name and attribute of each field, from the statements of to_map."""
    for statement in ast.walk(to_map):
        if isinstance(statement, ast.If):
            attribute = next(
                (n.attr for n in ast.walk(statement.test) if isinstance(n, ast.Attribute) and n.attr != "is_null"), None
            )
            wire = next((wire_of(n) for n in ast.walk(statement) if wire_of(n)), None) or wire_before(to_map, statement)
            if attribute and wire:
                yield wire, attribute


def wire_of(node):
    """Returns X of the target result['X']."""
    if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "result":
        return node.slice.value if isinstance(node.slice, ast.Constant) else None
    return None


def wire_before(to_map, statement):
    """Lists are cleared in the statement before the one that fills them."""
    index = to_map.body.index(statement)
    return wire_of(to_map.body[index - 1].targets[0]) if isinstance(to_map.body[index - 1], ast.Assign) else None


def models(package):
    found = {}
    for file in sorted((package / "models").glob("*.py")):
        text = file.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef) and any(getattr(f, "name", "") == "to_map" for f in node.body):
                found[node.name] = Model(node, text.splitlines())
    return found


def facts(found, name, path, request, seen=()):
    """Yields path, type and documentation of each leaf below a model class."""
    for wire, (kind, doc) in sorted(found[name].fields.items()):
        yield from leaf(found, path + wire, kind, doc, request, seen + (name,))


def leaf(found, path, kind, doc, request, seen):
    if kind.startswith("List["):
        yield from leaf(found, path + "[]", kind[5:-1], doc, request, seen)
    elif kind.startswith("Dict["):
        yield path, "map", doc
    elif kind.startswith("main_models."):
        inner = kind.removeprefix("main_models.")
        if inner in seen or inner not in found:
            yield path, "object", doc
        else:
            below = list(facts(found, inner, path + ".", request, seen))
            yield from below or [(path, "object", doc)]
    else:
        yield path, PLAIN[kind.lower()], doc


def request_lines(found, action):
    shrunk = found.get(action + "ShrinkRequest")
    if action + "Request" not in found:
        return
    for path, kind, doc in facts(found, action + "Request", "", True):
        top = re.split(r"[.\[]", path)[0]
        if shrunk and top in shrunk.fields and shrunk.fields[top][0] == "str" and path != top:
            path, kind = top, "json"
        if kind == "string" and JSON_TEXT.search(doc):
            kind = "json"
        words = [">", path, kind]
        if "This parameter is required." in doc:
            words.append("required")
        limits = RANGE.findall(doc)
        if kind == "integer" and len(limits) == 1 and len(NUMBERS.findall(doc)) == 1:
            words.append("..".join(limits[0]))
        yield " ".join(words)


def table(name, package):
    distribution, version, api, actions = PRODUCTS[name]
    found = models(package)
    lines = [f"# {distribution.replace('_', '-')} {version}, API version {api}, by sandbox/models/extract.py"]
    for action in sorted(actions.split()):
        lines.append(f"action {action}")
        lines += dict.fromkeys(request_lines(found, action))
        lines += [f"< {p} {k}" for p, k, _ in facts(found, action + "ResponseBody", "", False)]
    return "\n".join(lines) + "\n"


def comment(found, action, path):
    """Returns the comment of a request parameter; for a list of tags, also those of their keys."""
    name, texts = action + "Request", []
    parts = path.replace("[]", "").split(".")
    for part in parts:
        wire = next((w for w in (part, f"{part}.N") if w in found[name].fields), part)
        kind, text = found[name].fields.get(wire, ("", ""))
        texts = [text]
        inner = kind.removeprefix("List[").removesuffix("]").removeprefix("main_models.")
        if inner in found:
            name = inner
    if path.endswith("[]") and "Key" in found[name].fields:
        texts.append(found[name].fields["Key"][1])
    return "\n".join(texts)


UNLIMITED = {"0", "1", str(2**31 - 1)}


def wrong_limits(found, name):
    """Yields each limit that the comment of its parameter does not show."""
    for line in (TABLES / "limits" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        limit, _, sources = line.partition(" # ")
        if line.startswith("#") or not sources.startswith("sdk"):
            continue
        action, path, _, limits = limit.split()[:4]
        other = sources.split(",")[0].split()[1:]
        numbers = re.findall(r"\d+", comment(found, action, (other or [path])[0]).replace(",", "").replace("*", ""))
        if any(number not in numbers for number in set(limits.split("..")) - UNLIMITED):
            yield f"{name}: {line}"


def main():
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else work)
        if len(sys.argv) == 1:
            pins = [f"{distribution}=={version}" for distribution, version, _, _ in PRODUCTS.values()]
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", work] + pins, check=True)
        TABLES.mkdir(parents=True, exist_ok=True)
        wrong = []
        for name, (distribution, version, _, _) in PRODUCTS.items():
            wheel = next(folder.glob(f"{distribution}-{version}-*.whl"))
            zipfile.ZipFile(wheel).extractall(pathlib.Path(work) / name)
            package = pathlib.Path(work) / name / distribution
            (TABLES / f"{name}.txt").write_text(table(name, package), encoding="utf-8")
            wrong += wrong_limits(models(package), name)
    if wrong:
        sys.exit("The comments do not show these limits:\n" + "\n".join(wrong))


main()
