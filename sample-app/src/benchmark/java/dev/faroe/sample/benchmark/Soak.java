package dev.faroe.sample.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of the sample application in a long run of all requests, with log-ins beside
 * them all the time.
 */
final class Soak {

	private static final int CONNECTIONS = 16;

	private static final int POINTS = 10;

	private final HttpLoad load;

	private final Report report;

	private final Form form;

	Soak(HttpLoad load, Report report, Form form) {
		this.load = load;
		this.report = report;
		this.form = form;
	}

	void measure(Targets targets, MeasuredProcess faroe) throws InterruptedException {
		List<Target> all = targets.all().stream().filter((target) -> target.server() == faroe).toList();
		Duration one = this.form.soak().dividedBy((long) POINTS * all.size());
		List<Long> memory = new ArrayList<>();
		long requests = 0;
		HttpLoad.Run logIns = this.load.start(targets.authenticate(), CONNECTIONS, this.form.soak());
		for (int point = 0; point < POINTS; point++) {
			for (Target target : all) {
				requests += this.load.run(target, CONNECTIONS, one).requests();
			}
			memory.add(faroe.residentMemory());
		}
		requests += logIns.await().requests();
		this.report.memory(this.form.soak(), requests, memory);
	}

}
