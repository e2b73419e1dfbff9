import { type HealthOfKind, HealthRule } from './health-rules';

/**
 * The check of a kind in Lua, as Argo CD runs it: with the tables `obj` and `table`, and `os.time` and `os.date` of its
 * own. What fails is given some time first, in which what it needs may come: for Argo CD, whatever is once degraded has
 * failed the whole operation.
 */
export function luaOf(rule: HealthOfKind, patienceSeconds: number): string {
  switch (rule.rule) {
    case HealthRule.WEBHOOKS: return WEBHOOKS;
    case HealthRule.PRESENCE: return PRESENCE;
    case HealthRule.CONDITION: return conditionCheck(rule, patienceSeconds);
  }
}

const PRESENCE = 'return { status = "Healthy", message = "it is there" }\n';

const WEBHOOKS = `for _, webhook in ipairs(obj.webhooks or {}) do
  local client = webhook.clientConfig or {}
  if client.service ~= nil and (client.caBundle == nil or client.caBundle == "") then
    return { status = "Progressing", message = "no certificate in " .. tostring(webhook.name) .. " yet" }
  end
end
return { status = "Healthy", message = "every webhook has a certificate" }
`;

function conditionCheck({ failures = ['Ready'], working }: HealthOfKind, patienceSeconds: number): string {
  const isFailure = failures.map((type) => `type == ${lua(type)}`).join(' or ');
  return `local os = require("os")
local status = obj.status or {}
local meta = obj.metadata or {}
if status.observedGeneration ~= nil and meta.generation ~= nil and status.observedGeneration < meta.generation then
  return { status = "Progressing", message = "its controller has not seen the last change yet" }
end
local function text(condition)
  local words = condition.type .. " is " .. condition.status
  if condition.reason ~= nil and condition.reason ~= "" then words = words .. ": " .. condition.reason end
  if condition.message ~= nil and condition.message ~= "" then words = words .. ": " .. condition.message end
  return words
end
-- Failed for good: for longer than what it needs may take to come. Where clocks are not of UTC, that is not known.
local function stays(condition)
  local format = "!%Y-%m-%dT%H:%M:%SZ"
  local now = os.time()
  if condition.lastTransitionTime == nil or os.date("!%Y-%m-%dT%H", now) ~= os.date("!%Y-%m-%dT%H") then return true end
  return condition.lastTransitionTime < os.date(format, now - ${patienceSeconds})
end
local outcome = { status = "Progressing", message = "no condition Ready yet" }
for _, condition in ipairs(status.conditions or {}) do
  local type = condition.type
${working === undefined ? '' : `  if type == ${lua(working)} and condition.status == "True" then
    return { status = "Progressing", message = text(condition) }
  end
`}  if (${isFailure}) and condition.status == "False" and stays(condition) then
    outcome = { status = "Degraded", message = text(condition) }
  elseif type == "Ready" and outcome.status ~= "Degraded" then
    outcome = { status = condition.status == "True" and "Healthy" or "Progressing", message = text(condition) }
  end
end
return outcome
`;
}

/** A text in Lua. */
function lua(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
