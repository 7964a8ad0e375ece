package dev.faroe.sample.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How quickly a user is read while log-ins keep every hashing thread busy, against how
 * quickly without them; and what memory the hashes take.
 */
final class Saturation {

	private static final int LOG_INS = 64;

	private static final int[] READERS = { 1, 4, 16 };

	private final HttpLoad load;

	private final Report report;

	private final Form form;

	Saturation(HttpLoad load, Report report, Form form) {
		this.load = load;
		this.report = report;
		this.form = form;
	}

	void measure(Targets targets, MeasuredProcess faroe) throws InterruptedException {
		long before = faroe.residentMemory();
		for (int readers : READERS) {
			List<Sample> alone = new ArrayList<>();
			List<Sample> beside = new ArrayList<>();
			List<Sample> logIns = new ArrayList<>();
			for (int round = 0; round < this.form.rounds(); round++) {
				alone.add(this.load.run(targets.user(), readers, this.form.window()));
				HttpLoad.Run background = this.load.start(targets.authenticate(), LOG_INS,
						this.form.window().plus(Duration.ofMillis(500)));
				beside.add(this.load.run(targets.user(), readers, this.form.window()));
				logIns.add(background.await());
			}
			this.report.saturation(readers, alone, beside, logIns);
		}
		this.report.print("%nResident memory before, and with all hashing threads busy: %d MiB, %d MiB", before,
				peakMemory(targets, faroe));
	}

	private long peakMemory(Targets targets, MeasuredProcess faroe) throws InterruptedException {
		HttpLoad.Run logIns = this.load.start(targets.authenticate(), LOG_INS, this.form.window());
		long peak = 0;
		while (!logIns.isDone()) {
			peak = Math.max(peak, faroe.residentMemory());
			Thread.sleep(10);
		}
		logIns.await();
		return peak;
	}

}
