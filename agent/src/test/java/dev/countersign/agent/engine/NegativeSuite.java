package dev.countersign.agent.engine;

import org.junit.jupiter.api.Nested;

/** Everything that must not happen, by the names of the contract, on one kind of store. */
public abstract class NegativeSuite {
    protected abstract EngineStores stores();

    @Nested
    class Decisions extends DecisionsNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class MixedAndParallel extends MixedAndParallelNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Binding extends BindingNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class People extends PeopleNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Stages extends StagesNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Absence extends AbsenceNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Crash extends CrashNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Time extends TimeNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Kinds extends KindsNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Ladder extends LadderNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Delivery extends DeliveryNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Grants extends GrantsNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class Arguments extends ArgumentsNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }

    @Nested
    class SubAgents extends SubAgentsNegative {
        @Override
        protected EngineStores stores() {
            return NegativeSuite.this.stores();
        }
    }
}
