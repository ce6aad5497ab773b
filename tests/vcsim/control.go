package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// A request as it arrived; method and target are empty when it was not SOAP.
type request struct {
	Verb       string `json:"verb"`
	Path       string `json:"path"`
	Method     string `json:"method"`
	Target     string `json:"target"`
	Connection string `json:"connection"`
}

type requestLog struct {
	mutex    sync.Mutex
	requests []request
}

func (l *requestLog) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entry := request{Verb: r.Method, Path: r.URL.Path, Connection: r.RemoteAddr}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "text/xml") {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			entry.Method, entry.Target = soapCall(body)
		}
		l.mutex.Lock()
		l.requests = append(l.requests, entry)
		l.mutex.Unlock()
		next.ServeHTTP(w, r)
	})
}

func (l *requestLog) copy() []request {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return append([]request{}, l.requests...)
}

func (l *requestLog) clear() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.requests = nil
}

// soapCall names the method in a SOAP body and the object it is called on, as Type:id.
func soapCall(body []byte) (method, target string) {
	var envelope struct {
		Body struct {
			Call struct {
				XMLName xml.Name
				This    struct {
					Type string `xml:"type,attr"`
					ID   string `xml:",chardata"`
				} `xml:"_this"`
			} `xml:",any"`
		}
	}
	if xml.Unmarshal(body, &envelope) != nil {
		return "", ""
	}
	call := envelope.Body.Call
	return call.XMLName.Local, call.This.Type + ":" + call.This.ID
}

// serveControl answers the tests beside the vSphere endpoint, so that what it is asked is not in the log.
func serveControl(service *simulator.Service, log *requestLog) (string, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /log", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(log.copy())
	})
	mux.HandleFunc("DELETE /log", func(http.ResponseWriter, *http.Request) { log.clear() })
	mux.HandleFunc("POST /sessions/terminate", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, terminateSessions(service))
	})
	mux.HandleFunc("POST /faults", func(w http.ResponseWriter, r *http.Request) {
		reply(w, addFault(service, r.Body))
	})
	mux.HandleFunc("DELETE /faults", func(http.ResponseWriter, *http.Request) { service.ClearFaultRules() })

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() { _ = http.Serve(listener, mux) }()
	return "http://" + listener.Addr().String(), nil
}

func reply(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

// terminateSessions ends all sessions the way an administrator would from a session of his own.
func terminateSessions(service *simulator.Service) error {
	registry := service.Context.Map
	session := &simulator.Session{Registry: simulator.NewRegistry(), Map: registry}
	manager, ok := session.Get(registry.SessionManager().Self).(*simulator.SessionManager)
	if !ok {
		return fmt.Errorf("no session manager")
	}
	request := new(types.TerminateSession)
	for _, other := range manager.SessionList {
		request.SessionId = append(request.SessionId, other.Key)
	}
	response := manager.TerminateSession(&simulator.Context{Session: session, Map: registry}, request)
	if fault := response.Fault(); fault != nil {
		return fmt.Errorf("terminate sessions: %v", fault.VimFault())
	}
	return nil
}

// addFault makes the next calls of a method fail: any fault type of the API, with the fields it is given.
func addFault(service *simulator.Service, body io.Reader) error {
	var wanted struct {
		Method  string          `json:"method"`
		Fault   string          `json:"fault"`
		Fields  json.RawMessage `json:"fields"`
		Message string          `json:"message"`
		Count   int             `json:"count"`
	}
	if err := json.NewDecoder(body).Decode(&wanted); err != nil {
		return err
	}
	kind, ok := types.TypeFunc()(wanted.Fault)
	if !ok {
		return fmt.Errorf("no type %q", wanted.Fault)
	}
	value := reflect.New(kind).Interface()
	fault, ok := value.(types.BaseMethodFault)
	if !ok {
		return fmt.Errorf("%q is no fault", wanted.Fault)
	}
	if len(wanted.Fields) > 0 {
		if err := json.Unmarshal(wanted.Fields, value); err != nil {
			return err
		}
	}
	service.AddFaultRule(&simulator.FaultInjectionRule{
		MethodName: wanted.Method, ObjectType: "*", ObjectName: "*", Probability: 1, Enabled: true,
		FaultType: simulator.FaultTypeCustom, Fault: fault, Message: wanted.Message, MaxCount: wanted.Count,
	})
	return nil
}
