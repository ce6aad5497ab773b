package main

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// delays maps method and task names to milliseconds. The simulator's task names never end in _Task, so one table
// serves both.
type delays map[string]int

func (d delays) String() string { return "" }

func (d delays) Set(value string) error {
	name, text, _ := strings.Cut(value, ":")
	milliseconds, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("want NAME:MILLISECONDS, got %q", value)
	}
	d[name] = milliseconds
	return nil
}

// forTasks keeps a delayed task from holding the lock of its object: everybody who reads the object would wait.
func (d delays) forTasks() map[string]int {
	delays := maps.Clone(d)
	delays["LockHandoff"] = 0
	return delays
}

func setOption(registry *simulator.Registry, key, value string) {
	registry.OptionManager().UpdateOptions(&types.UpdateOptions{
		ChangedValue: []types.BaseOptionValue{&types.OptionValue{Key: key, Value: value}},
	})
}

// fillEmptyEnums gives every virtual machine, present and future, the states that the simulator leaves empty and no
// real server does.
func fillEmptyEnums(registry *simulator.Registry) {
	for _, vm := range registry.AllReference("VirtualMachine") {
		enumFiller{}.PutObject(nil, vm)
	}
	registry.AddHandler(enumFiller{})
}

type enumFiller struct{}

func (enumFiller) Reference() types.ManagedObjectReference {
	return types.ManagedObjectReference{Type: "EnumFiller", Value: "EnumFiller"}
}

func (enumFiller) PutObject(_ *simulator.Context, object mo.Reference) {
	vm, ok := object.(*simulator.VirtualMachine)
	if !ok {
		return
	}
	for _, runtime := range []*types.VirtualMachineRuntimeInfo{&vm.Runtime, &vm.Summary.Runtime} {
		runtime.FaultToleranceState = types.VirtualMachineFaultToleranceStateNotConfigured
		runtime.RecordReplayState = types.VirtualMachineRecordReplayStateInactive
	}
}

func (enumFiller) UpdateObject(*simulator.Context, mo.Reference, []types.PropertyChange) {}

func (enumFiller) RemoveObject(*simulator.Context, types.ManagedObjectReference) {}
