"""Walks the guide's steps on the sandbox with the official Python SDKs, unmodified: errors, filters and paging too.

    python3 new_sdks.py HOST:PORT KEY_ID KEY_SECRET

Each response is read by the SDK's response class.
"""

import sys
import time

from alibabacloud_ecs20140526 import models as ecs_models
from alibabacloud_ecs20140526.client import Client as Ecs
from alibabacloud_nlb20220430 import models as nlb_models
from alibabacloud_nlb20220430.client import Client as Nlb
from alibabacloud_privatelink20200415 import models as link_models
from alibabacloud_privatelink20200415.client import Client as PrivateLink
from alibabacloud_sts20150401.client import Client as Sts
from alibabacloud_tea_openapi import utils_models
from alibabacloud_vpc20160428 import models as vpc_models
from alibabacloud_vpc20160428.client import Client as Vpc

ENDPOINT, KEY_ID, SECRET = sys.argv[1:]
REGION = "ap-southeast-1"
# The default of 10 seconds is too short for a machine that runs the tests of several modules at once.
TIMEOUT_MILLIS = 60_000
ZONES = [REGION + zone for zone in "abc"]
CALLS = 0


def client(kind):
    return kind(
        utils_models.Config(
            endpoint=ENDPOINT,
            protocol="http",
            region_id=REGION,
            access_key_id=KEY_ID,
            access_key_secret=SECRET,
            connect_timeout=TIMEOUT_MILLIS,
            read_timeout=TIMEOUT_MILLIS,
        )
    )


def call(function, *request):
    global CALLS
    CALLS += 1
    return function(*request).body


def refused(code, function, *request):
    try:
        call(function, *request)
    except Exception as error:
        found = getattr(error, "code", None)
        assert found == code, f"{found} is not {code}: {error}"
        return
    raise AssertionError(f"not refused with {code}")


def until(state, wanted):
    end = time.monotonic() + 60
    found = state()
    while found != wanted:
        assert time.monotonic() < end, f"{found} did not become {wanted}"
        time.sleep(0.05)
        found = state()


def pages(function, request, items):
    """Returns the items of all pages."""
    found = []
    while True:
        body = call(function, request)
        found += items(body)
        if not body.next_token:
            return found
        request.next_token = body.next_token


vpc, ecs, nlb, link = client(Vpc), client(Ecs), client(Nlb), client(PrivateLink)


def preflight():
    assert call(client(Sts).get_caller_identity).account_id
    for product, models in ((vpc, vpc_models), (ecs, ecs_models)):
        regions = call(product.describe_regions, models.DescribeRegionsRequest()).regions.region
        assert REGION in [region.region_id for region in regions]
    assert call(nlb.describe_regions, nlb_models.DescribeRegionsRequest()).regions[0].region_endpoint
    assert call(link.describe_regions, link_models.DescribeRegionsRequest()).regions.region
    zones = call(link.describe_zones, link_models.DescribeZonesRequest(region_id=REGION)).zones.zone
    assert [zone.zone_id for zone in zones] == ZONES
    types = pages(
        ecs.describe_instance_types,
        ecs_models.DescribeInstanceTypesRequest(max_results=2),
        lambda body: body.instance_types.instance_type,
    )
    assert len({kind.instance_type_id for kind in types}) == len(types) > 2
    images = call(ecs.describe_images, ecs_models.DescribeImagesRequest(region_id=REGION, image_name="ubuntu*"))
    assert [image.image_family for image in images.images.image] == ["acs:ubuntu_22_04_x64"]


def network():
    made = call(
        vpc.create_vpc,
        vpc_models.CreateVpcRequest(
            region_id=REGION,
            cidr_block="127.91.0.0/16",
            vpc_name="walk",
            tag=[vpc_models.CreateVpcRequestTag(key="by", value="python")],
        ),
    )
    attribute = vpc_models.DescribeVpcAttributeRequest(region_id=REGION, vpc_id=made.vpc_id)
    until(lambda: call(vpc.describe_vpc_attribute, attribute).status, "Available")
    switches = {}
    for number, zone in enumerate(ZONES):
        switch = call(
            vpc.create_vswitch,
            vpc_models.CreateVSwitchRequest(
                region_id=REGION,
                vpc_id=made.vpc_id,
                zone_id=zone,
                cidr_block=f"127.91.{number}.0/24",
                v_switch_name=f"walk-{number}",
            ),
        ).v_switch_id
        one = vpc_models.DescribeVSwitchAttributesRequest(region_id=REGION, v_switch_id=switch)
        until(lambda: call(vpc.describe_vswitch_attributes, one).status, "Available")
        switches[zone] = switch
    listed = call(
        vpc.describe_vswitches,
        vpc_models.DescribeVSwitchesRequest(region_id=REGION, vpc_id=made.vpc_id, page_size=2, page_number=2),
    )
    assert (listed.total_count, len(listed.v_switches.v_switch)) == (3, 1)
    refused(
        "InvalidVpcId.NotFound",
        vpc.describe_vpc_attribute,
        vpc_models.DescribeVpcAttributeRequest(region_id=REGION, vpc_id="vpc-none"),
    )
    refused(
        "Sandbox.ParameterNotModeled",
        vpc.describe_vpcs,
        vpc_models.DescribeVpcsRequest(region_id=REGION, dhcp_options_set_id="dopt-1"),
    )
    tagged = vpc_models.DescribeVpcsRequest(
        region_id=REGION, tag=[vpc_models.DescribeVpcsRequestTag(key="by", value="python")]
    )
    assert [one.vpc_id for one in call(vpc.describe_vpcs, tagged).vpcs.vpc] == [made.vpc_id]
    return made.vpc_id, switches


def machines(vpc_id, switches):
    group = call(
        ecs.create_security_group, ecs_models.CreateSecurityGroupRequest(region_id=REGION, vpc_id=vpc_id)
    ).security_group_id
    rule = ecs_models.AuthorizeSecurityGroupRequestPermissions(
        ip_protocol="TCP", port_range="9092/9095", source_cidr_ip="127.0.0.0/8"
    )
    call(
        ecs.authorize_security_group,
        ecs_models.AuthorizeSecurityGroupRequest(region_id=REGION, security_group_id=group, permissions=[rule]),
    )
    rules = call(
        ecs.describe_security_group_attribute,
        ecs_models.DescribeSecurityGroupAttributeRequest(region_id=REGION, security_group_id=group),
    ).permissions.permission
    assert rules[0].create_time and rules[0].port_range == "9092/9095"
    call(ecs.create_key_pair, ecs_models.CreateKeyPairRequest(region_id=REGION, key_pair_name="walk"))
    brokers = []
    for zone, switch in switches.items():
        brokers += call(
            ecs.run_instances,
            ecs_models.RunInstancesRequest(
                region_id=REGION,
                instance_type="ecs.g6.large",
                image_family="acs:alibaba_cloud_linux_3_2104_lts_x64",
                v_switch_id=switch,
                security_group_id=group,
                key_pair_name="walk",
                zone_id=zone,
                instance_name="walk-" + zone,
            ),
        ).instance_id_sets.instance_id_set
    ids = str(brokers).replace("'", '"')
    described = ecs_models.DescribeInstancesRequest(region_id=REGION, instance_ids=ids)
    until(lambda: {i.status for i in call(ecs.describe_instances, described).instances.instance}, {"Running"})
    machine = call(ecs.describe_instances, described).instances.instance[0]
    assert machine.osname and machine.start_time and machine.io_optimized and machine.instance_type_family == "ecs.g6"
    refused(
        "InvalidInstanceIds.Malformed",
        ecs.describe_instances,
        ecs_models.DescribeInstancesRequest(region_id=REGION, instance_ids="i-1"),
    )
    kind = ecs_models.DescribeInstancesRequest(region_id=REGION, instance_type="ecs.g7.large")
    assert call(ecs.describe_instances, kind).total_count == 0
    disks = call(ecs.describe_disks, ecs_models.DescribeDisksRequest(region_id=REGION, instance_id=brokers[0]))
    assert disks.disks.disk[0].type == "system"
    cards = call(
        ecs.describe_network_interfaces,
        ecs_models.DescribeNetworkInterfacesRequest(region_id=REGION, instance_id=brokers[0]),
    ).network_interface_sets.network_interface_set
    assert cards[0].mac_address == machine_of(brokers[0]).network_interfaces.network_interface[0].mac_address
    return group, brokers


def machine_of(instance):
    request = ecs_models.DescribeInstancesRequest(region_id=REGION, instance_ids=f'["{instance}"]')
    return call(ecs.describe_instances, request).instances.instance[0]


def exposure(vpc_id, switches, brokers):
    groups = []
    for number in range(4):
        group = call(
            nlb.create_server_group,
            nlb_models.CreateServerGroupRequest(
                region_id=REGION, server_group_name=f"walk-{number}", vpc_id=vpc_id, protocol="TCP"
            ),
        ).server_group_id
        until(lambda: group_of(group).server_group_status, "Available")
        members = brokers if number == 0 else [brokers[number - 1]]
        servers = [
            nlb_models.AddServersToServerGroupRequestServers(server_id=one, server_type="Ecs", port=39092)
            for one in members
        ]
        call(
            nlb.add_servers_to_server_group,
            nlb_models.AddServersToServerGroupRequest(region_id=REGION, server_group_id=group, servers=servers),
        )
        until(lambda: group_of(group).server_group_status, "Available")
        groups.append(group)
    all_groups = pages(
        nlb.list_server_groups, nlb_models.ListServerGroupsRequest(max_results=3), lambda body: body.server_groups
    )
    assert {one.server_group_id for one in all_groups} == set(groups)
    refused(
        "IllegalParam.MaxResults", nlb.list_server_groups, nlb_models.ListServerGroupsRequest(max_results=101)
    )
    refused(
        "IllegalParam.Protocol",
        nlb.create_server_group,
        nlb_models.CreateServerGroupRequest(server_group_name="tls", vpc_id=vpc_id, protocol="TCPSSL"),
    )
    mappings = [
        nlb_models.CreateLoadBalancerRequestZoneMappings(zone_id=zone, v_switch_id=switch)
        for zone, switch in switches.items()
    ]
    balancer = call(
        nlb.create_load_balancer,
        nlb_models.CreateLoadBalancerRequest(
            region_id=REGION, address_type="Intranet", vpc_id=vpc_id, zone_mappings=mappings
        ),
    ).loadbalancer_id
    one = nlb_models.GetLoadBalancerAttributeRequest(load_balancer_id=balancer)
    until(lambda: call(nlb.get_load_balancer_attribute, one).load_balancer_status, "Active")
    for number, group in enumerate(groups):
        listener = call(
            nlb.create_listener,
            nlb_models.CreateListenerRequest(
                load_balancer_id=balancer,
                listener_protocol="TCP",
                listener_port=9092 + number,
                server_group_id=group,
            ),
        ).listener_id
        attribute = nlb_models.GetListenerAttributeRequest(listener_id=listener)
        until(lambda: call(nlb.get_listener_attribute, attribute).listener_status, "Running")
    refused(
        "ResourceNotFound.loadBalancer",
        nlb.get_load_balancer_attribute,
        nlb_models.GetLoadBalancerAttributeRequest(load_balancer_id="nlb-none"),
    )
    dns = call(nlb.get_load_balancer_attribute, one).dnsname
    found = call(nlb.list_load_balancers, nlb_models.ListLoadBalancersRequest(dnsname=dns)).load_balancers
    assert [each.load_balancer_id for each in found] == [balancer]
    return balancer


def group_of(group):
    return call(nlb.list_server_groups, nlb_models.ListServerGroupsRequest(server_group_ids=[group])).server_groups[0]


def service(balancer, switches, vpc_id, group):
    resources = [
        link_models.CreateVpcEndpointServiceRequestResource(resource_id=balancer, resource_type="nlb", zone_id=zone)
        for zone in switches
    ]
    made = call(
        link.create_vpc_endpoint_service,
        link_models.CreateVpcEndpointServiceRequest(
            region_id=REGION, service_resource_type="nlb", auto_accept_enabled=False, resource=resources
        ),
    ).service_id
    one = link_models.GetVpcEndpointServiceAttributeRequest(region_id=REGION, service_id=made)
    until(lambda: call(link.get_vpc_endpoint_service_attribute, one).service_status, "Active")
    call(
        link.add_user_to_vpc_endpoint_service,
        link_models.AddUserToVpcEndpointServiceRequest(region_id=REGION, service_id=made, user_id=5500000000000001),
    )
    users = call(
        link.list_vpc_endpoint_service_users,
        link_models.ListVpcEndpointServiceUsersRequest(region_id=REGION, service_id=made),
    )
    assert 5500000000000001 in [user.user_id for user in users.users]
    listed = link_models.ListVpcEndpointServiceResourcesRequest(region_id=REGION, service_id=made, max_results=2)
    assert len(pages(link.list_vpc_endpoint_service_resources, listed, lambda body: body.resources)) == 3
    refused(
        "IllegalParam.MaxResults",
        link.list_vpc_endpoint_service_resources,
        link_models.ListVpcEndpointServiceResourcesRequest(region_id=REGION, service_id=made, max_results=51),
    )
    endpoint = call(
        link.create_vpc_endpoint,
        link_models.CreateVpcEndpointRequest(
            region_id=REGION,
            service_id=made,
            vpc_id=vpc_id,
            security_group_id=[group],
            zone=[
                link_models.CreateVpcEndpointRequestZone(zone_id=zone, v_switch_id=switch)
                for zone, switch in switches.items()
            ],
        ),
    ).endpoint_id
    attribute = link_models.GetVpcEndpointAttributeRequest(region_id=REGION, endpoint_id=endpoint)
    until(lambda: call(link.get_vpc_endpoint_attribute, attribute).endpoint_status, "Active")
    call(
        link.enable_vpc_endpoint_connection,
        link_models.EnableVpcEndpointConnectionRequest(region_id=REGION, service_id=made, endpoint_id=endpoint),
    )
    connections = link_models.ListVpcEndpointConnectionsRequest(region_id=REGION, service_id=made)
    until(lambda: call(link.list_vpc_endpoint_connections, connections).connections[0].connection_status, "Connected")
    refused(
        "EndpointServiceNotFound",
        link.get_vpc_endpoint_service_attribute,
        link_models.GetVpcEndpointServiceAttributeRequest(region_id=REGION, service_id="epsrv-none"),
    )


preflight()
VPC_ID, SWITCHES = network()
GROUP, BROKERS = machines(VPC_ID, SWITCHES)
service(exposure(VPC_ID, SWITCHES, BROKERS), SWITCHES, VPC_ID, GROUP)
print(f"{CALLS} calls answered as the response classes expect")
