package source

import (
	"reflect"
	"testing"
)

func TestMarkers(t *testing.T) {
	got := markers([]string{"Text.", "+optional", "  +listType=map", "+ not one", "+-", "+", "+k8s:maxLength=5", "a +b"})
	if want := []string{"optional", "listType=map", "k8s:maxLength=5"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestHasTakesWholeNames(t *testing.T) {
	comment := Comment{Markers: []string{"optionalOldSelf", "listType=map"}}
	if comment.Has("optional") {
		t.Error("optionalOldSelf is not optional")
	}
	if !comment.Has("listType") {
		t.Error("listType=map is a listType")
	}
}
