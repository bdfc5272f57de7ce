"""Asks cloudformation-validate about one template by one Guard rule, as a process that a pipeline starts.

Exit code 19: the rule is violated, as cfn-guard has it; 0: it is not.
"""

import sys

from cloudformation_validate import CelEngine, EngineConfig, file_to_external_rule_source

template, rule = sys.argv[1:]
engine = CelEngine(EngineConfig(guard_rules=[file_to_external_rule_source(rule)]))
found = [one.rule_id for one in engine.validate_template(template).diagnostics if "egress" in one.rule_id]
sys.exit(19 if found else 0)
