package main

import (
	"encoding/json"
	"fmt"

	api "github.com/weaveworks/eksctl/pkg/apis/eksctl.io/v1alpha5"
	"github.com/weaveworks/eksctl/pkg/cfn/builder"
)

// policies renders the templates of CloudFormation that eksctl makes of identities: each is a stack with one role.
func policies(cfg *api.ClusterConfig) (map[string]json.RawMessage, error) {
	rendered := map[string]json.RawMessage{}
	add := func(name string, role *builder.IAMRoleResourceSet) error {
		if err := role.AddAllResources(); err != nil {
			return fmt.Errorf("role of %s: %w", name, err)
		}
		template, err := role.RenderJSON()
		if err != nil {
			return fmt.Errorf("role of %s: %w", name, err)
		}
		rendered[name] = template
		return nil
	}
	if cfg.IAM != nil {
		for i := range cfg.IAM.PodIdentityAssociations {
			association := &cfg.IAM.PodIdentityAssociations[i]
			if err := add(association.NameString(), builder.NewIAMRoleResourceSetForPodIdentity(association)); err != nil {
				return nil, err
			}
		}
		for _, account := range cfg.IAM.ServiceAccounts {
			// Who may take the role is known once the cluster is there; what it is allowed does not depend on that.
			if err := add(account.NameString(), builder.NewIAMRoleResourceSetForServiceAccount(account, nil)); err != nil {
				return nil, err
			}
		}
	}
	for _, addon := range cfg.Addons {
		if addon.PodIdentityAssociations == nil {
			continue
		}
		for i := range *addon.PodIdentityAssociations {
			association := &(*addon.PodIdentityAssociations)[i]
			if err := add(association.NameString(), builder.NewIAMRoleResourceSetForPodIdentity(association)); err != nil {
				return nil, err
			}
		}
	}
	return rendered, nil
}
