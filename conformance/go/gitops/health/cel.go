package main

import (
	"encoding/json"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/ext"
)

// byCel evaluates an expression with the options of NewExpression of github.com/fluxcd/pkg/runtime/cel, and looks at the
// generation first, as StatusEvaluator does there.
func byCel(expression string, object map[string]any) answer {
	env, err := cel.NewEnv(
		cel.HomogeneousAggregateLiterals(), cel.EagerlyValidateDeclarations(true), cel.DefaultUTCTimeZone(true),
		cel.CrossTypeNumericComparisons(true), cel.OptionalTypes(), ext.Strings(), ext.Sets(), ext.Encoders(),
	)
	if err != nil {
		return answer{Error: err.Error()}
	}
	parsed, issues := env.Parse(expression)
	if issues != nil && issues.Err() != nil {
		return answer{Error: issues.Err().Error()}
	}
	program, err := env.Program(parsed, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return answer{Error: err.Error()}
	}
	if isStale(object) {
		return answer{Status: "InProgress"}
	}
	value, _, err := program.Eval(object)
	if err != nil {
		return answer{Error: err.Error()}
	}
	if current, ok := value.(types.Bool); !ok {
		return answer{Error: "no boolean"}
	} else if bool(current) {
		return answer{Status: "Current"}
	}
	return answer{Status: "InProgress"}
}

func isStale(object map[string]any) bool {
	observed := numberAt(object, "status", "observedGeneration")
	generation := numberAt(object, "metadata", "generation")
	return observed != "" && generation != "" && observed != generation
}

func numberAt(object map[string]any, field string, of string) string {
	parent, ok := object[field].(map[string]any)
	if !ok || parent[of] == nil {
		return ""
	}
	text, _ := json.Marshal(parent[of])
	return string(text)
}
