import { checkText, type SettingKey, type TextRule, wrongValue } from './settings-table';

/** Several texts, which stand in the ConfigMap with commas between them. */
export function list<T extends string>(key: string, rule: TextRule): SettingKey<readonly T[]> {
  return {
    key,
    render: (value) => value.join(','),
    check: (value, field) => Array.isArray(value) && value.length > 0
      ? value.map((each: string) => checkText(each, field, rule)).find((problem) => problem !== undefined)
      : wrongValue(field, value, `${rule.allowed}, one at least`, 'leave it out where there is none'),
  };
}
