package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/weaveworks/eksctl/pkg/accessentry"
	api "github.com/weaveworks/eksctl/pkg/apis/eksctl.io/v1alpha5"
	"github.com/weaveworks/eksctl/pkg/ctl/cmdutils"
	"github.com/weaveworks/eksctl/pkg/ctl/cmdutils/filter"
	"github.com/weaveworks/eksctl/pkg/utils/deprecation"
	"github.com/weaveworks/eksctl/pkg/vpc"
)

// load does what the command does between reading the file and the first call of AWS, in the same order.
func load(question Question) (*api.ClusterConfig, error) {
	file, err := os.CreateTemp("", "eksctl-*.yaml")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	if _, err := file.WriteString(question.Document); err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	cmd := &cmdutils.Cmd{
		CobraCommand: &cobra.Command{}, ClusterConfigFile: file.Name(), ClusterConfig: api.NewClusterConfig(), Validate: true,
	}
	switch question.Command {
	case "create cluster":
		return createCluster(cmd)
	case "create nodegroup":
		return createNodegroup(cmd)
	case "create iamserviceaccount":
		loader := cmdutils.NewCreateIAMServiceAccountLoader(cmd, filter.NewIAMServiceAccountFilter())
		return existing(cmd, loader.Load)
	case "create podidentityassociation":
		loader := cmdutils.NewCreatePodIdentityAssociationLoader(cmd, &api.PodIdentityAssociation{})
		return existing(cmd, loader.Load)
	}
	return nil, fmt.Errorf("the judge has no command %q", question.Command)
}

// createCluster follows doCreateCluster and createOrImportVPC of pkg/ctl/create/cluster.go, and NewCtl of
// pkg/ctl/cmdutils/cmd.go.
func createCluster(cmd *cmdutils.Cmd) (*api.ClusterConfig, error) {
	loader := cmdutils.NewCreateClusterLoader(
		cmd, filter.NewNodeGroupFilter(), api.NewNodeGroup(), &cmdutils.CreateClusterCmdParams{})
	if err := loader.Load(); err != nil {
		return nil, err
	}
	if err := cmd.InitializeClusterConfig(); err != nil {
		return nil, err
	}
	cfg := cmd.ClusterConfig
	if err := supportedRegion(cfg); err != nil {
		return nil, err
	}
	if api.IsInvalidNameArg(cfg.Metadata.Name) {
		return nil, api.ErrInvalidName(cfg.Metadata.Name)
	}
	if err := cfg.ValidatePrivateCluster(); err != nil {
		return nil, err
	}
	if err := cfg.ValidateClusterEndpointConfig(); err != nil {
		return nil, err
	}
	if err := accessentry.ValidateAPIServerAccess(cfg); err != nil {
		return nil, err
	}
	deprecation.CheckAutoModeDeprecation(cfg)
	if cfg.HasAnySubnets() {
		if err := cfg.HasSufficientSubnets(); err != nil {
			return nil, err
		}
		return cfg, cfg.CanUseForPrivateNodeGroups()
	}
	// What it writes is for CloudFormation, and no part of the configuration.
	network := cfg.VPC.DeepCopy()
	return cfg, vpc.SetSubnets(network, cfg.AvailabilityZones, cfg.LocalZones)
}

// createNodegroup follows pkg/ctl/create/nodegroup.go and, for clusters that eksctl did not make, loadVPCFromConfig of
// pkg/actions/nodegroup/create.go.
func createNodegroup(cmd *cmdutils.Cmd) (*api.ClusterConfig, error) {
	loader := cmdutils.NewCreateNodeGroupLoader(
		cmd, api.NewNodeGroup(), filter.NewNodeGroupFilter(), &cmdutils.NodeGroupOptions{})
	cfg, err := existing(cmd, loader.Load)
	if err != nil || cfg.VPC == nil {
		return cfg, err
	}
	if cfg.VPC.Subnets == nil || cfg.VPC.SecurityGroup == "" || cfg.VPC.ID == "" {
		return nil, fmt.Errorf("VPC configuration required for creating nodegroups on clusters not owned by eksctl")
	}
	return cfg, cfg.HasSufficientSubnets()
}

// existing follows NewProviderForExistingCluster of pkg/ctl/cmdutils/cmd.go.
func existing(cmd *cmdutils.Cmd, loaded func() error) (*api.ClusterConfig, error) {
	if err := loaded(); err != nil {
		return nil, err
	}
	if err := supportedRegion(cmd.ClusterConfig); err != nil {
		return nil, err
	}
	return cmd.ClusterConfig, cmd.InitializeClusterConfig()
}

func supportedRegion(cfg *api.ClusterConfig) error {
	if slices.Contains(api.SupportedRegions(), cfg.Metadata.Region) {
		return nil
	}
	return cmdutils.ErrUnsupportedRegion(&api.ProviderConfig{Region: cfg.Metadata.Region})
}
