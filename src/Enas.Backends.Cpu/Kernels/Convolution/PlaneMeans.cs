using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>The mean of each plane and its gradient. Threads split planes.</summary>
internal sealed unsafe class PlaneMeans(WorkerPool pool) : ParallelKernel(pool)
{
    private long _planes;
    private int _area;
    private float* _x;
    private float* _y;
    private bool _backward;
    private bool _accumulate;

    /// <summary>y[plane] = mean of x's plane.</summary>
    public void Forward(long planes, int area, float* x, float* y)
    {
        _planes = planes;
        _area = area;
        _x = x;
        _y = y;
        _backward = false;
        RunParts(planes, planes * area < 1 << 15);
    }

    /// <summary>dx's plane (+)= dy[plane] / area.</summary>
    public void Backward(long planes, int area, float* dy, float* dx, bool accumulate)
    {
        _planes = planes;
        _area = area;
        _x = dx;
        _y = dy;
        _backward = true;
        _accumulate = accumulate;
        RunParts(planes, planes * area < 1 << 15);
    }

    /// <inheritdoc />
    protected override void RunPart(int part, int parts)
    {
        var (start, end) = StaticSplit.Range(_planes, 1, part, parts);
        for (var plane = start; plane < end; plane++)
        {
            var x = _x + (plane * _area);
            if (!_backward)
            {
                _y[plane] = Reductions.Sum(x, _area) / _area;
            }
            else if (_accumulate)
            {
                ElementWise.Flat(new AddConstantOperation(_y[plane] / _area), x, x, x, _area);
            }
            else
            {
                new Span<float>(x, _area).Fill(_y[plane] / _area);
            }
        }
    }
}
