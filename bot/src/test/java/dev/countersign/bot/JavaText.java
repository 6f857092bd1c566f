package dev.countersign.bot;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.ToolProvider;

/** Java source as the compiler's own parser reads it. */
final class JavaText {

    private JavaText() {}

    /** A method: where it is, how many lines and parameters it has, and what it belongs to. */
    record Method(
            String file,
            long line,
            long lines,
            int parameters,
            boolean constructor,
            boolean ofRecord) {}

    /** Every method of these files; one parser reads them all. */
    static List<Method> methods(Path root, List<String> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new ArrayList<Method>();
        try (var disk = compiler.getStandardFileManager(ignored -> {}, null, null)) {
            var paths = files.stream().map(root::resolve).toList();
            var task = (JavacTask) compiler.getTask(
                    null,
                    disk,
                    ignored -> {},
                    List.of("-proc:none"),
                    null,
                    disk.getJavaFileObjectsFromPaths(paths));
            var positions = Trees.instance(task).getSourcePositions();
            for (var unit : task.parse()) {
                var file =
                        root.relativize(Path.of(unit.getSourceFile().toUri())).toString();
                new Finder(file, unit, positions, found).scan(unit, null);
            }
        }
        return found;
    }

    private static final class Finder extends TreePathScanner<Void, Void> {

        private final String file;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> found;

        Finder(
                String file,
                CompilationUnitTree unit,
                SourcePositions positions,
                List<Method> found) {
            this.file = file;
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean ofRecord = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree owner
                    && owner.getKind() == Tree.Kind.RECORD;
            var map = unit.getLineMap();
            long first = map.getLineNumber(positions.getStartPosition(unit, method));
            long last = map.getLineNumber(positions.getEndPosition(unit, method));
            found.add(new Method(
                    file,
                    first,
                    last - first + 1,
                    method.getParameters().size(),
                    method.getReturnType() == null,
                    ofRecord));
            return super.visitMethod(method, unused);
        }
    }
}
