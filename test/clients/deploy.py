"""Deploys a template by boto3, with its waiter and its paginator; prints one JSON object."""

import json
import sys

import boto3
from botocore.exceptions import ClientError, WaiterError

name, path = sys.argv[1:]
client = boto3.client("cloudformation")
with open(path, encoding="utf-8") as file:
    body = file.read()

try:
    client.create_stack(StackName=name, TemplateBody=body)
    client.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    outcome = "created"
except WaiterError as error:
    outcome = error.last_response["Stacks"][0]["StackStatus"]
except ClientError as error:
    outcome = error.response["Error"]["Code"]

events = [
    event
    for page in client.get_paginator("describe_stack_events").paginate(StackName=name)
    for event in page["StackEvents"]
]
reasons = [event["HookStatusReason"] for event in events if event.get("HookStatus") == "HOOK_COMPLETE_FAILED"]
print(json.dumps({"outcome": outcome, "reasons": reasons}))
