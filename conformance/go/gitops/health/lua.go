package main

import (
	"context"
	"fmt"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// Argo CD ends a check that takes longer.
const most = time.Second

// byLua runs a check with the libraries that Argo CD opens for checks of its settings, and no others: see runLua of
// util/lua/lua.go, version 3.6. `string` and `math` are not among them.
func byLua(script string, object map[string]any) answer {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{
		lua.LoadLibName: lua.OpenPackage, lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable,
	} {
		if err := state.CallByParam(lua.P{Fn: state.NewFunction(open), Protect: true}, lua.LString(name)); err != nil {
			return answer{Error: err.Error()}
		}
	}
	state.PreloadModule(lua.OsLibName, func(l *lua.LState) int {
		l.Push(l.SetFuncs(l.NewTable(), map[string]lua.LGFunction{"time": now, "date": date}))
		return 1
	})
	limited, cancel := context.WithTimeout(context.Background(), most)
	defer cancel()
	state.SetContext(limited)
	state.SetGlobal("obj", valueOf(state, object))
	if err := state.DoString(script); err != nil {
		return answer{Error: err.Error()}
	}
	result, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return answer{Error: fmt.Sprintf("a %s was returned", state.Get(-1).Type())}
	}
	return answer{Status: result.RawGetString("status").String(), Message: result.RawGetString("message").String()}
}

// valueOf makes numbers of all numbers, as the encoder of Argo CD does.
func valueOf(state *lua.LState, value any) lua.LValue {
	switch typed := value.(type) {
	case map[string]any:
		table := state.NewTable()
		for key, each := range typed {
			table.RawSetString(key, valueOf(state, each))
		}
		return table
	case []any:
		table := state.NewTable()
		for _, each := range typed {
			table.Append(valueOf(state, each))
		}
		return table
	case string:
		return lua.LString(typed)
	case float64:
		return lua.LNumber(typed)
	case bool:
		return lua.LBool(typed)
	default:
		return lua.LNil
	}
}

func now(state *lua.LState) int {
	state.Push(lua.LNumber(time.Now().Unix()))
	return 1
}

// date forgets that `!` asks for UTC when it is given a time: see osDate of util/lua/oslib_safe.go.
func date(state *lua.LState) int {
	format := state.CheckString(1)
	at := time.Now()
	if len(format) > 0 && format[0] == '!' {
		at = at.UTC()
		format = format[1:]
	}
	if state.GetTop() >= 2 {
		at = time.Unix(state.CheckInt64(2), 0)
	}
	state.Push(lua.LString(formatted(at, format)))
	return 1
}

var layouts = map[byte]string{'Y': "2006", 'm': "01", 'd': "02", 'H': "15", 'M': "04", 'S': "05"}

func formatted(at time.Time, format string) string {
	text := ""
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			text += string(format[i])
			continue
		}
		i++
		text += at.Format(layouts[format[i]])
	}
	return text
}
