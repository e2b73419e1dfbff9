// Command addresses answers what Knative Serving makes of the templates and domains of a cluster: whether it takes
// them, and which address a service or route gets. One question a line in, one answer a line out, until stdin closes.
package main

import (
	"bufio"
	"encoding/json"
	"os"
)

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			var asked question
			reply := answer{}
			if wrong := json.Unmarshal(line, &asked); wrong != nil {
				reply.Error = wrong.Error()
			} else {
				reply = asked.answer()
			}
			if failed := encoder.Encode(reply); failed != nil {
				panic(failed)
			}
			// Nobody waits for an answer while questions are left.
			if in.Buffered() == 0 {
				out.Flush()
			}
		}
		if err != nil {
			out.Flush()
			return
		}
	}
}
