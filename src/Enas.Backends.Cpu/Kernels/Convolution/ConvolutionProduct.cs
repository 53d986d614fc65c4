using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>Convolutions forward and their data gradients. Threads split images, groups and rows of channels, never a chain.</summary>
internal sealed unsafe class ConvolutionProduct(WorkerPool pool, InstructionPath path, ImageWorkspace workspace) : ParallelKernel(pool)
{
    private readonly ConvolutionPlan _plan = new(path);
    private ConvolutionGeometry _geometry;
    private int _sourcePlanes;
    private (int Height, int Width) _source;
    private (int Height, int Width, int Step) _target;
    private float* _from;
    private float* _to;
    private float* _mask;
    private bool _rectify;
    private bool _accumulate;
    private bool _inPlace;

    /// <summary>y = x ∗ w, of max(x, 0) when <paramref name="rectify"/>.</summary>
    public void Forward(in ConvolutionGeometry geometry, float* x, float* weight, float* y, bool rectify)
    {
        _geometry = geometry;
        _from = x;
        _to = y;
        _mask = null;
        _rectify = rectify;
        _accumulate = false;
        (_sourcePlanes, _source) = (geometry.GroupChannels, (geometry.Height, geometry.Width));
        _target = (geometry.OutputHeight, geometry.OutputWidth, 1);
        workspace.Reserve(0, ConvolutionPlan.SharedSize(geometry));
        _plan.PlanForward(geometry, weight, workspace.Shared);
        Run();
    }

    /// <summary>dx (+)= the gradient through dy; zero where <paramref name="mask"/>, when given, is not positive.</summary>
    public void DataGradient(in ConvolutionGeometry geometry, float* dy, float* weight, float* dx, bool accumulate, float* mask)
    {
        _geometry = geometry;
        _from = dy;
        _to = dx;
        _mask = mask;
        _rectify = false;
        _accumulate = accumulate;
        (_sourcePlanes, _source) = (geometry.GroupOutputs, (geometry.OutputHeight, geometry.OutputWidth));
        _target = (geometry.Height, geometry.Width, geometry.Options.Stride);
        workspace.Reserve(0, ConvolutionPlan.SharedSize(geometry));
        _plan.PlanDataGradient(geometry, weight, workspace.Shared);
        Run();
    }

    /// <inheritdoc />
    protected override void RunPart(int part, int parts)
    {
        var tiles = _plan.Tiles;
        var units = _geometry.Images * _geometry.Options.Groups;
        var (start, end) = StaticSplit.Range((long)units * tiles.Count, 1, part, parts);
        var packed = -1L;
        for (var item = start; item < end; item++)
        {
            var unit = item / tiles.Count;
            var planes = _inPlace ? SourceOf(unit) : workspace.Own(part);
            if (!_inPlace && unit != packed)
            {
                _plan.Planes.Pack(SourceOf(unit), _sourcePlanes, _source.Height, _source.Width, _rectify, planes);
                packed = unit;
            }

            var tile = (int)(item % tiles.Count);
            for (var pass = 0; pass < _plan.PassCount; pass++)
            {
                RunTile(_plan.Pass(pass), unit, tiles.Start(tile), tiles.RowsOf(tile), planes, workspace.Own(part) + PlanesSize);
            }
        }
    }

    private long PlanesSize => _inPlace ? 0 : (long)_sourcePlanes * _plan.Planes.PlaneStride;

    private void Run()
    {
        // As the planes lie, a tile may not stick out of them.
        _inPlace = _geometry.IsPointwise && _mask == null && !_rectify && _geometry.Height * _geometry.Width % ConvolutionTiles.PositionGranule == 0;
        if (_inPlace)
        {
            FillPlainOffsets();
        }

        workspace.Reserve(PlanesSize + ((long)ConvolutionTiles.MaximumRows(path) * _plan.MostPositions), 0);
        RunParts((long)_geometry.Images * _geometry.Options.Groups * _plan.Tiles.Count, _geometry.MultiplyAdds < 1 << 16);
    }

    private void FillPlainOffsets()
    {
        var offsets = _plan.Offsets(_plan.Pass(0));
        for (var term = 0; term < _sourcePlanes; term++)
        {
            offsets[term] = term * _source.Height * _source.Width;
        }
    }

    private float* SourceOf(long unit) => _from + (unit * _sourcePlanes * _source.Height * _source.Width);

    private void RunTile(in ConvolutionPass pass, long unit, int firstRow, int rows, float* planes, float* aside)
    {
        var plane = (long)_target.Height * _target.Width;
        var target = ((unit * _plan.Rows) + firstRow) * plane;
        var weights = _plan.Weights(pass, (int)(unit % _geometry.Options.Groups), firstRow);
        if (_inPlace)
        {
            ConvolutionTiles.Run(path, rows, weights, planes, _plan.Offsets(pass), pass.Terms, _to + target, (nint)plane, (nint)plane, _accumulate);
            return;
        }

        var positions = pass.Positions(_plan.Planes.Pitch);
        ConvolutionTiles.Run(path, rows, weights, planes, _plan.Offsets(pass), pass.Terms, aside, positions, positions, accumulate: false);
        for (var row = 0; row < rows; row++, aside += positions, target += plane)
        {
            CopyOut(pass, aside, target);
        }
    }

    private void CopyOut(in ConvolutionPass pass, float* from, long target)
    {
        for (var row = 0; row < pass.Rows; row++, from += _plan.Planes.Pitch)
        {
            var at = target + ((long)(pass.FirstRow + (row * _target.Step)) * _target.Width) + pass.FirstColumn;
            CopyRow(from, _to + at, _mask == null ? null : _mask + at, pass.Columns, _target.Step, _accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRow(float* from, float* to, float* mask, int count, int step, bool accumulate)
    {
        var i = 0;
        if (step == 1)
        {
            for (; i + Lanes.Count <= count; i += Lanes.Count)
            {
                var value = Vector512.Load(from + i);
                if (mask != null)
                {
                    value = Vector512.ConditionalSelect(Vector512.GreaterThan(Vector512.Load(mask + i), Vector512<float>.Zero), value, Vector512<float>.Zero);
                }

                (accumulate ? value + Vector512.Load(to + i) : value).Store(to + i);
            }
        }

        for (; i < count; i++)
        {
            var at = i * step;
            var value = mask == null || mask[at] > 0f ? from[i] : 0f;
            to[at] = accumulate ? value + to[at] : value;
        }
    }
}
