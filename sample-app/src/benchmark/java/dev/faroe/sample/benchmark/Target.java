package dev.faroe.sample.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A kind of request.
 *
 * @param name the name in the report
 * @param server who answers
 * @param statuses the status codes of the answers; another one ends the benchmark
 * @param requests makes one request after the other, as bytes on the wire; called by one
 * thread
 */
record Target(String name, MeasuredProcess server, Set<Integer> statuses, Supplier<byte[]> requests) {

	/**
	 * Make this something to measure.
	 * @param load what sends the requests
	 */
	Subject on(HttpLoad load) {
		Target target = this;
		return new Subject() {

			@Override
			public String name() {
				return target.name();
			}

			@Override
			public Sample measure(int connections, Duration window) throws InterruptedException {
				return load.run(target, connections, window);
			}

		};
	}

	static byte[] request(String method, String path, String credential, String body) {
		StringBuilder request = new StringBuilder(256).append(method)
			.append(' ')
			.append(path)
			.append(" HTTP/1.1\r\nhost: localhost\r\nauthorization: ")
			.append(credential)
			.append("\r\n");
		if (!body.isEmpty()) {
			request.append("content-type: application/json\r\ncontent-length: ").append(body.length()).append("\r\n");
		}
		else if (method.equals("POST")) {
			request.append("content-length: 0\r\n");
		}
		return request.append("\r\n").append(body).toString().getBytes(StandardCharsets.US_ASCII);
	}

}
