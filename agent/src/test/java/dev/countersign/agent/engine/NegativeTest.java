package dev.countersign.agent.engine;

class NegativeTest extends NegativeSuite {
    @Override
    protected EngineStores stores() {
        return EngineStores.IN_MEMORY;
    }
}
