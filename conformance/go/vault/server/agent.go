package main

import (
	"os"
	"path/filepath"

	"github.com/hashicorp/vault/command/agent/config"
)

// refusalOf is what the agent itself says against a configuration when it starts; nothing where it takes it.
func refusalOf(configuration []byte) (string, error) {
	folder, err := os.MkdirTemp("", "vault-agent-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	file := filepath.Join(folder, "config.json")
	if err := os.WriteFile(file, configuration, 0o600); err != nil {
		return "", err
	}
	loaded, err := config.LoadConfigFile(file)
	if err == nil {
		err = loaded.ValidateConfig()
	}
	if err != nil {
		return err.Error(), nil
	}
	return "", nil
}
