"""Reads the sandbox with the older Python SDKs (aliyun-python-sdk-*), unmodified: filters, paging and errors too.

    python3 old_sdks.py HOST:PORT KEY_ID KEY_SECRET
"""

import json
import sys

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkecs.request.v20140526.DescribeImagesRequest import DescribeImagesRequest
from aliyunsdkecs.request.v20140526.DescribeInstancesRequest import DescribeInstancesRequest
from aliyunsdkecs.request.v20140526.DescribeRegionsRequest import DescribeRegionsRequest
from aliyunsdksts.request.v20150401.GetCallerIdentityRequest import GetCallerIdentityRequest
from aliyunsdkvpc.request.v20160428.CreateVpcRequest import CreateVpcRequest
from aliyunsdkvpc.request.v20160428.DescribeVpcsRequest import DescribeVpcsRequest

ENDPOINT, KEY_ID, SECRET = sys.argv[1:]
# The default of 10 seconds is too short for a machine that runs the tests of several modules at once.
CLIENT = AcsClient(KEY_ID, SECRET, "ap-southeast-1", connect_timeout=60, timeout=60)
CALLS = 0


def call(request):
    global CALLS
    CALLS += 1
    request.set_endpoint(ENDPOINT)
    request.set_protocol_type("http")
    request.set_accept_format("json")
    return json.loads(CLIENT.do_action_with_exception(request))


def refused(code, request):
    try:
        call(request)
    except ServerException as error:
        assert error.get_error_code() == code, error
        return
    raise AssertionError(f"not refused with {code}")


assert call(GetCallerIdentityRequest())["AccountId"]
assert call(DescribeRegionsRequest())["Regions"]["Region"]
make = CreateVpcRequest()
make.set_CidrBlock("127.92.0.0/16")
made = call(make)["VpcId"]
find = DescribeVpcsRequest()
find.set_VpcId(made)
find.set_PageSize(1)
assert [vpc["VpcId"] for vpc in call(find)["Vpcs"]["Vpc"]] == [made]
find.set_PageSize(51)
refused("InvalidParameter", find)
wrong = DescribeVpcsRequest()
wrong.add_query_param("VpcIds", made)
refused("UnsupportedParameter", wrong)
images = DescribeImagesRequest()
images.set_ImageOwnerAlias("system")
images.set_ImageName("aliyun_3*")
assert len(call(images)["Images"]["Image"]) == 2
instances = DescribeInstancesRequest()
instances.set_InstanceIds("i-1")
refused("InvalidInstanceIds.Malformed", instances)
print(f"{CALLS} calls answered")
