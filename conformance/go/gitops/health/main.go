// Health reads checks and objects, one JSON document a line, and answers what each check says of its object, as Argo CD
// and Flux would.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"
)

// question is a check, in one of the two languages, and a live object.
type question struct {
	Lua    string         `json:"lua"`
	Cel    string         `json:"cel"`
	Object map[string]any `json:"object"`
}

// answer has the status of the tool's own words, or what went wrong.
type answer struct {
	Status  string `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
	Error   string `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	output := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(output)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			log.Fatal(err)
		}
		if err := encoder.Encode(judge(asked)); err != nil {
			log.Fatal(err)
		}
		if err := output.Flush(); err != nil {
			log.Fatal(err)
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}

func judge(asked question) answer {
	if asked.Lua != "" {
		return byLua(asked.Lua, asked.Object)
	}
	return byCel(asked.Cel, asked.Object)
}
