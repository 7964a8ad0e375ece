package dev.faroe.web;

import java.util.HashSet;
import java.util.Set;

import org.springframework.http.HttpMethod;

/**
 * The requests that a route takes, as far as method and path tell.
 *
 * @param methods the methods; empty for all of them
 * @param path the pattern of the path
 */
record RoutePattern(Set<HttpMethod> methods, String path) {

	/**
	 * What no method and no path keeps away.
	 */
	static final RoutePattern ANY = new RoutePattern(Set.of(), "");

	private static final String REST = "**";

	/**
	 * What no path keeps away, nor the beginning of one that follows.
	 */
	static final RoutePattern ANYWHERE = new RoutePattern(Set.of(), "/" + REST);

	RoutePattern {
		methods = Set.copyOf(methods);
	}

	boolean sharesMethodWith(HttpMethod method) {
		return this.methods.isEmpty() || this.methods.contains(method);
	}

	/**
	 * Tell whether a path that another pattern matches is always one that this pattern
	 * matches. If it is not, the other one has paths for itself.
	 * @return whether it is; not if a regular expression leaves a doubt
	 */
	boolean covers(String other) {
		String[] segments = segments(this.path);
		String[] others = segments(other);
		for (int index = 0; index < segments.length; index++) {
			if (isRest(segments[index])) {
				return true;
			}
			if (index >= others.length || isRest(others[index])
					|| !(isAnySegment(segments[index]) || segments[index].equals(others[index]))) {
				return false;
			}
		}
		return segments.length == others.length;
	}

	private static String[] segments(String path) {
		return path.split("/", -1);
	}

	private static boolean isRest(String segment) {
		return segment.equals(REST) || segment.startsWith("{*");
	}

	private static boolean isAnySegment(String segment) {
		return segment.equals("*") || (segment.startsWith("{") && segment.indexOf('}') == segment.length() - 1
				&& segment.indexOf(':') < 0);
	}

	/**
	 * Tell whether this pattern and another one have no path in common because their
	 * paths begin with different words.
	 * @return whether they do; not if it takes more than a look at the words
	 */
	boolean beginsApartFrom(String other) {
		String first = first(this.path);
		return !first.isEmpty() && first.chars().noneMatch((character) -> "*?{}".indexOf(character) >= 0)
				&& !first.equalsIgnoreCase(first(other));
	}

	private static String first(String path) {
		String[] segments = segments(path);
		return (segments.length > 1 && segments[0].isEmpty()) ? segments[1] : segments[0];
	}

	/**
	 * Return what both take, where one path follows the other or there is one only.
	 */
	Set<RoutePattern> with(RoutePattern other) {
		if (this.methods.isEmpty() || other.methods.isEmpty()) {
			Set<HttpMethod> methods = this.methods.isEmpty() ? other.methods : this.methods;
			return Set.of(new RoutePattern(methods, this.path + other.path));
		}
		Set<HttpMethod> common = new HashSet<>(this.methods);
		common.retainAll(other.methods);
		return common.isEmpty() ? Set.of() : Set.of(new RoutePattern(common, this.path + other.path));
	}

}
