// A vSphere endpoint for tests: govmomi's simulator with fixed credentials, a request log and a control endpoint.
// It prints one line of JSON that says where it listens, and runs until its input ends or SIGTERM arrives.
package main

import (
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	_ "github.com/vmware/govmomi/pbm/simulator"
	"github.com/vmware/govmomi/simulator"
	_ "github.com/vmware/govmomi/vapi/simulator"
)

type options struct {
	kind           string
	counts         map[string]int
	delays         delays
	listen         string
	user, password string
	tlsKey         string
	sessionTimeout string
}

type announcement struct {
	URL         string `json:"url"`
	Control     string `json:"control"`
	User        string `json:"user"`
	Password    string `json:"password"`
	Thumbprint  string `json:"thumbprint,omitempty"`
	Certificate string `json:"certificate,omitempty"`
}

func main() {
	opts, err := parseOptions(os.Args[1:])
	if err == nil {
		err = run(opts)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(opts *options) error {
	model, err := opts.newModel()
	if err != nil {
		return err
	}
	if err := model.Create(); err != nil {
		return err
	}
	defer model.Remove()

	fillEmptyEnums(model.Map())
	simulator.TaskDelay.MethodDelay = opts.delays.forTasks()
	if opts.sessionTimeout != "" {
		setOption(model.Map(), "config.vmacore.soap.sessionTimeout", opts.sessionTimeout)
	}
	started, err := serve(model.Service, opts)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(started); err != nil {
		return err
	}
	waitForEnd()
	return nil
}

func serve(service *simulator.Service, opts *options) (*announcement, error) {
	started := &announcement{User: opts.user, Password: opts.password}
	if opts.tlsKey != "" {
		certificate, err := selfSigned(opts.tlsKey)
		if err != nil {
			return nil, err
		}
		service.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
		started.Thumbprint, started.Certificate = describe(certificate)
	}

	// Credentials of our own make Login check them: the simulator's default pair lets everybody in.
	service.Listen = &url.URL{Host: opts.listen, User: url.UserPassword(opts.user, opts.password)}
	service.RegisterEndpoints = true
	server := service.NewServer()
	log := new(requestLog)
	server.Config.Handler = log.wrap(server.Config.Handler)
	started.URL = (&url.URL{Scheme: server.URL.Scheme, Host: server.URL.Host, Path: server.URL.Path}).String()

	var err error
	started.Control, err = serveControl(service, log)
	return started, err
}

func parseOptions(args []string) (*options, error) {
	opts := &options{counts: map[string]int{}, delays: delays{}}
	flags := flag.NewFlagSet("vcsim", flag.ContinueOnError)
	flags.StringVar(&opts.kind, "model", "vpx", "vpx (vCenter) or esx")
	flags.StringVar(&opts.listen, "listen", "127.0.0.1:0", "address of the vSphere endpoint")
	flags.StringVar(&opts.user, "user", "user", "the only user")
	flags.StringVar(&opts.password, "password", "pass", "the user's password")
	flags.StringVar(&opts.tlsKey, "tls", "", "serve TLS with the key in this file, which is made when absent")
	flags.StringVar(&opts.sessionTimeout, "session-timeout", "", "idle time after which a session ends, such as 2s")
	flags.Var(opts.delays, "method-delay",
		"NAME:MS; NAME is a method (PowerOnVM_Task: its answer is late) or a task (PowerOn: it runs that long)")
	for name := range countFields(new(simulator.Model)) {
		flags.Func(name, "how many the model has", func(value string) (err error) {
			opts.counts[name], err = strconv.Atoi(value)
			return err
		})
	}
	return opts, flags.Parse(args)
}

// newModel leaves the counts that were not given as govmomi has them.
func (opts *options) newModel() (*simulator.Model, error) {
	var model *simulator.Model
	switch opts.kind {
	case "vpx":
		model = simulator.VPX()
	case "esx":
		model = simulator.ESX()
	default:
		return nil, fmt.Errorf("model %q is neither vpx nor esx", opts.kind)
	}
	fields := countFields(model)
	for name, count := range opts.counts {
		*fields[name] = count
	}
	model.DelayConfig.MethodDelay = opts.delays
	return model, nil
}

func countFields(model *simulator.Model) map[string]*int {
	return map[string]*int{
		"dc":              &model.Datacenter,
		"cluster":         &model.Cluster,
		"host":            &model.ClusterHost,
		"standalone-host": &model.Host,
		"pool":            &model.Pool,
		"datastore":       &model.Datastore,
		"vm":              &model.Machine,
		"folder":          &model.Folder,
		"pg":              &model.Portgroup,
		"nsx-pg":          &model.PortgroupNSX,
		"nsx":             &model.OpaqueNetwork,
		"app":             &model.App,
		"pod":             &model.Pod,
	}
}

// waitForEnd returns when whoever started us is gone or wants us to go.
func waitForEnd() {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM, os.Interrupt)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		end <- os.Interrupt
	}()
	<-end
}
