package dev.faroe.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * One line of the route table.
 *
 * @param group the group, or {@code null} for what belongs to none
 * @param method the method
 * @param path the path below the base path, a pattern
 * @param body whether the endpoint reads a body
 * @param produces the media types that the endpoint can answer with, preferred first
 * @param handler what handles requests
 */
record Endpoint(@Nullable EndpointGroup group, HttpMethod method, String path, Body body, List<MediaType> produces,
		HandlerFunction<ServerResponse> handler) {

	private static final List<MediaType> JSON = List.of(MediaType.APPLICATION_JSON);

	static Endpoint get(@Nullable EndpointGroup group, String path, HandlerFunction<ServerResponse> handler) {
		return new Endpoint(group, HttpMethod.GET, path, Body.IGNORED, JSON, handler);
	}

	static Endpoint delete(EndpointGroup group, String path, HandlerFunction<ServerResponse> handler) {
		return new Endpoint(group, HttpMethod.DELETE, path, Body.IGNORED, JSON, handler);
	}

	/**
	 * An endpoint that acts without reading a body.
	 */
	static Endpoint post(EndpointGroup group, String path, HandlerFunction<ServerResponse> handler) {
		return new Endpoint(group, HttpMethod.POST, path, Body.IGNORED, JSON, handler);
	}

	/**
	 * An endpoint that reads a body.
	 */
	static Endpoint submit(EndpointGroup group, String path, HandlerFunction<ServerResponse> handler) {
		return new Endpoint(group, HttpMethod.POST, path, Body.REQUIRED, JSON, handler);
	}

	/**
	 * An endpoint that reads a body if there is one.
	 */
	static Endpoint submitOptional(EndpointGroup group, String path, HandlerFunction<ServerResponse> handler) {
		return new Endpoint(group, HttpMethod.POST, path, Body.OPTIONAL, JSON, handler);
	}

	Endpoint orPlainText() {
		return new Endpoint(this.group, this.method, this.path, this.body,
				List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN), this.handler);
	}

	/**
	 * Return what the log calls the endpoint.
	 */
	@Override
	public String toString() {
		return this.method + " " + this.path;
	}

	/**
	 * What an endpoint does with the body of a request.
	 */
	enum Body {

		/** Whatever it is, it is not looked at. */
		IGNORED,

		/** An empty one, of whatever media type, stands for an empty object. */
		OPTIONAL,

		/** It has to be an object. */
		REQUIRED

	}

}
