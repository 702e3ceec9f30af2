package paper

// pressed is a yes or no as ARIA writes it.
func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}
