package dev.countersign.agent.engine;

import dev.countersign.agent.engine.work.Crew;
import dev.countersign.agent.machine.Limits;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How the engine works: under which name it holds runs and for how long, by which clock, how long
 * it waits for models and tools, and who does the work.
 */
public record EngineSettings(
        String owner,
        InstantSource clock,
        Limits limits,
        Duration lease,
        Duration modelCall,
        Duration toolCall,
        int openQuestions,
        Checkpoint checkpoint,
        Crew crew) {

    /** Worked by threads. */
    public EngineSettings(
            String owner,
            InstantSource clock,
            Limits limits,
            Duration lease,
            Duration modelCall,
            Duration toolCall,
            int openQuestions,
            Checkpoint checkpoint) {
        this(
                owner,
                clock,
                limits,
                lease,
                modelCall,
                toolCall,
                openQuestions,
                checkpoint,
                Crew.THREADS);
    }

    public static EngineSettings of(String owner, InstantSource clock) {
        return new EngineSettings(
                owner,
                clock,
                Limits.DEFAULT,
                Duration.ofSeconds(30),
                Duration.ofSeconds(120),
                Duration.ofSeconds(60),
                10_000,
                Checkpoint.NONE);
    }

    public EngineSettings at(Checkpoint other) {
        return new EngineSettings(
                owner, clock, limits, lease, modelCall, toolCall, openQuestions, other, crew);
    }

    public EngineSettings by(Crew other) {
        return new EngineSettings(
                owner, clock, limits, lease, modelCall, toolCall, openQuestions, checkpoint, other);
    }
}
