using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Tests;

/// <summary>Lifetimes, misuse, optimiser formulas and threads.</summary>
public sealed class BackendTests
{
    [Fact]
    public void A_tensor_of_a_closed_step_is_refused()
    {
        using var backend = new CpuBackend(1);
        Tensor stale;
        using (var first = backend.BeginStep(recordGradients: false))
        {
            stale = first.Zeros(new TensorShape(2, 3));
            Assert.Equal(1, backend.LiveStepTensorCount);
            Assert.Throws<InvalidOperationException>(() => backend.BeginStep(recordGradients: false));
        }

        Assert.Equal(0, backend.LiveStepTensorCount);
        using var second = backend.BeginStep(recordGradients: false);
        Assert.Contains("Tanh", Assert.Throws<InvalidOperationException>(() => second.Tanh(stale)).Message);
    }

    [Fact]
    public void A_wrong_shape_is_named()
    {
        using var backend = new CpuBackend(1);
        using var scope = backend.BeginStep(recordGradients: false);
        var (a, b) = (scope.Zeros(new TensorShape(2, 3)), scope.Zeros(new TensorShape(4, 5)));
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => scope.Add(a, b)).Message);
        Assert.Contains("[4, 5]", Assert.Throws<ArgumentException>(() => scope.MatMul(a, b)).Message);
        Assert.Throws<ArgumentException>(() => scope.SliceRows(a, 1, 2));
        Assert.Throws<ArgumentException>(() => scope.Pick(a, [0, 3]));
    }

    [Fact]
    public void Memory_of_a_step_is_used_again_by_the_next()
    {
        using var backend = new CpuBackend(1);
        for (var step = 0; step < 50; step++)
        {
            using var scope = backend.BeginStep(recordGradients: false);
            _ = scope.Zeros(new TensorShape(1000, 1000));
        }

        Assert.True(backend.MemoryBytes.Peak < 8 << 20, $"{backend.MemoryBytes.Peak} bytes");
    }

    [Fact]
    public void Only_what_the_loss_depends_on_has_a_gradient()
    {
        using var backend = new CpuBackend(1);
        var (used, unused) = (backend.CreateParameter("used", new TensorShape(1, 2)), backend.CreateParameter("unused", new TensorShape(1, 2)));
        using (var scope = backend.BeginStep(recordGradients: true))
        {
            _ = scope.Tanh(unused);
            scope.Backward(scope.Sum(scope.Affine(used, 3f, 1f)));
            Assert.Null(scope.Gradient(unused));
            Assert.Equal(Math.Sqrt(18), scope.GradientNorm([unused, used]), 1e-12);
            Assert.Throws<InvalidOperationException>(() => scope.Backward(scope.Sum(used)));
            backend.SgdStep(scope, [used, unused], 0.5f, 2f, 0.25f);
        }

        var values = new float[2];
        backend.Read(used, values);
        Assert.Equal([-3f, -3f], values);
        using var next = backend.BeginStep(recordGradients: true);
        Assert.Null(next.Gradient(used));
    }

    [Fact]
    public void Optimisers_follow_their_formulas()
    {
        using var backend = new CpuBackend(1);
        var (w, m, v) = (backend.CreateParameter("w", new TensorShape(1, 1)), backend.CreateParameter("m", new TensorShape(1, 1)), backend.CreateParameter("v", new TensorShape(1, 1)));
        backend.Write(w, [2f]);
        backend.Write(m, [0.5f]);
        backend.Write(v, [0.25f]);
        using (var scope = backend.BeginStep(recordGradients: true))
        {
            scope.Backward(scope.Affine(w, 4f, 0f));
            backend.AdamStep(scope, w, m, v, 0.1f, 0.9f, 0.99f, 1.5f, 1e-3f, 0.5f);
        }

        var (first, second) = ((0.9 * 0.5) + (0.1 * 2), (0.99 * 0.25) + (0.01 * 4));
        Assert.Equal(2 - (0.1 * first / (Math.Sqrt(second * 1.5) + 1e-3)), Value(backend, w), 1e-6);
        Assert.Equal(first, Value(backend, m), 1e-6);
        Assert.Equal(second, Value(backend, v), 1e-6);
        backend.Write(v, [1f]);
        backend.Lerp(v, m, 0.25f);
        Assert.Equal(1 + (0.25 * (first - 1)), Value(backend, v), 1e-6);
    }

    [Fact]
    public void A_released_parameter_is_refused()
    {
        using var backend = new CpuBackend(1);
        var parameter = backend.CreateParameter("p", new TensorShape(3, 3));
        var before = backend.MemoryBytes.Live;
        backend.Release(parameter);
        Assert.True(backend.MemoryBytes.Live < before);
        Assert.Throws<ArgumentException>(() => backend.Read(parameter, new float[9]));
        using var scope = backend.BeginStep(recordGradients: false);
        Assert.Throws<InvalidOperationException>(() => scope.Tanh(parameter));
    }

    [Fact]
    public void A_failing_part_fails_the_run_and_the_pool_goes_on()
    {
        using var pool = new WorkerPool(3);
        for (var round = 0; round < 50; round++)
        {
            var failure = Assert.Throws<FormatException>(() => pool.Run(3, part =>
            {
                if (part == 1)
                {
                    throw new FormatException("part 1");
                }

                pool.Synchronise(3);
            }));
            Assert.Equal("part 1", failure.Message);
            var marks = new int[10];
            pool.Run(10, part => marks[part]++);
            Assert.All(marks, mark => Assert.Equal(1, mark));
        }
    }

    [Fact]
    public void The_barrier_holds_parts_together()
    {
        using var pool = new WorkerPool(4);
        var arrived = 0;
        pool.Run(4, _ =>
        {
            for (var round = 1; round <= 500; round++)
            {
                Interlocked.Increment(ref arrived);
                pool.Synchronise(4);
                Assert.Equal(4 * round, Volatile.Read(ref arrived));
                pool.Synchronise(4);
            }
        });
    }

    private static float Value(CpuBackend backend, Tensor parameter)
    {
        var value = new float[1];
        backend.Read(parameter, value);
        return value[0];
    }
}
