using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Tests;

/// <summary>Handles and scopes are used again, but not before a use after the step's end would have been found.</summary>
public sealed class HandleRingTests
{
    [Fact]
    public void A_tensor_and_a_scope_of_a_closed_step_are_found_for_many_steps()
    {
        using var backend = new CpuBackend(1);
        var shape = new TensorShape(1, 1);
        var closed = backend.BeginStep(recordGradients: false);
        var stale = closed.Zeros(shape);
        closed.Dispose();
        for (var step = 0; step < HandleRing.StepsUntilReuse; step++)
        {
            using var scope = backend.BeginStep(recordGradients: false);
            scope.Zeros(shape);
            Assert.NotSame(closed, scope);
            Assert.Throws<InvalidOperationException>(() => scope.Relu(stale));
            Assert.Throws<ObjectDisposedException>(() => closed.Zeros(shape));
        }
    }
}
