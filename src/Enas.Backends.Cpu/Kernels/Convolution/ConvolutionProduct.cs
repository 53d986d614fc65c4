using System.Runtime.CompilerServices;
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
    private bool _fitsRows;

    /// <summary>y = x ∗ w, of max(x, 0) when <paramref name="rectify"/>.</summary>
    public void Forward(in ConvolutionGeometry geometry, float* x, float* weight, float* y, bool rectify)
    {
        (_geometry, _rectify, _accumulate) = (geometry, rectify, false);
        _from = x;
        _to = y;
        _mask = null;
        (_sourcePlanes, _source) = (geometry.GroupChannels, (geometry.Height, geometry.Width));
        _target = (geometry.OutputHeight, geometry.OutputWidth, 1);
        workspace.Reserve(0, ConvolutionPlan.SharedSize(geometry));
        _plan.PlanForward(geometry, weight, workspace.Shared);
        Run();
    }

    /// <summary>dx (+)= the gradient through dy; zero where <paramref name="mask"/>, when given, is not positive.</summary>
    public void DataGradient(in ConvolutionGeometry geometry, float* dy, float* weight, float* dx, bool accumulate, float* mask)
    {
        (_geometry, _rectify, _accumulate) = (geometry, false, accumulate);
        _from = dy;
        _to = dx;
        _mask = mask;
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
        var planes = workspace.Own(part);
        var aside = planes + ((long)_sourcePlanes * _plan.Planes.PlaneStride);
        var packed = -1L;
        var next = default(Prefetcher);
        for (var item = start; item < end; item++)
        {
            var (unit, tile) = (item / tiles.Count, (int)(item % tiles.Count));
            if (unit != packed)
            {
                _plan.Planes.Pack(_from + (unit * _sourcePlanes * _source.Height * _source.Width),
                    _sourcePlanes, _source.Height, _source.Width, _rectify, planes);
                packed = unit;
                next = NextUnit(unit, end);
            }

            for (var pass = 0; pass < _plan.PassCount; pass++)
            {
                if (IsPair(pass))
                {
                    RunPair(pass++, unit, tiles.Start(tile), tiles.RowsOf(tile), planes, aside, ref next);
                    continue;
                }

                RunTile(_plan.Pass(pass), unit, tiles.Start(tile), tiles.RowsOf(tile), planes, aside, ref next);
            }
        }
    }

    /// <summary>The planes that the thread packs after those of <paramref name="unit"/>, spread over the tiles of this one.</summary>
    private Prefetcher NextUnit(long unit, long endItem)
    {
        if ((unit + 1) * _plan.Tiles.Count >= endItem)
        {
            return default;
        }

        var floats = (nint)_sourcePlanes * _source.Height * _source.Width;
        var positions = _fitsRows ? _target.Height * _target.Width : _plan.MostPositions;
        return new Prefetcher(_from + ((unit + 1) * floats),
            floats, floats, 1, (nint)_plan.Tiles.Count * _plan.PassCount * positions / ConvolutionTiles.PositionGranule);
    }

    private void Run()
    {
        _fitsRows = _target.Step == 1 && ConvolutionTiles.FitRows(path, _target.Height, _target.Width);
        var own = ((long)_sourcePlanes * _plan.Planes.PlaneStride) + (2L * ConvolutionTiles.MaximumRows(path) * _plan.MostPositions);
        workspace.Reserve(own, 0);
        RunParts((long)_geometry.Images * _geometry.Options.Groups * _plan.Tiles.Count, _geometry.MultiplyAdds < 1 << 16);
    }

    /// <summary>Whether this pass and the next make the pixels of the same rows in turn: the two column phases of a
    /// stride of two.</summary>
    private bool IsPair(int pass) => _target.Step == 2 && pass + 1 < _plan.PassCount
        && _plan.Pass(pass).FirstRow == _plan.Pass(pass + 1).FirstRow
            && _plan.Pass(pass).FirstColumn + _plan.Pass(pass + 1).FirstColumn == 1;

    private void RunPair(int pass, long unit, int firstRow, int rows, float* planes, float* aside, ref Prefetcher next)
    {
        var isEvenFirst = _plan.Pass(pass).FirstColumn == 0;
        var (even, odd) = (_plan.Pass(isEvenFirst ? pass : pass + 1), _plan.Pass(isEvenFirst ? pass + 1 : pass));
        var plane = (long)_target.Height * _target.Width;
        var target = ((unit * _plan.Rows) + firstRow) * plane;
        var other = aside + ((long)ConvolutionTiles.MaximumRows(path) * _plan.MostPositions);
        Multiply(even, unit, firstRow, rows, planes, aside, ref next);
        Multiply(odd, unit, firstRow, rows, planes, other, ref next);
        for (var row = 0; row < rows; row++, target += plane)
        {
            Interleave(even, aside, other, target);
            aside += even.Positions(_plan.Planes.Pitch);
            other += odd.Positions(_plan.Planes.Pitch);
        }
    }

    private void Multiply(in ConvolutionPass pass, long unit, int firstRow, int rows, float* planes, float* aside, ref Prefetcher next)
    {
        var positions = pass.Positions(_plan.Planes.Pitch);
        var weights = _plan.Weights(pass, (int)(unit % _geometry.Options.Groups), firstRow);
        ConvolutionTiles.Run(path, rows, weights, planes, _plan.Offsets(pass), pass.Terms, aside, positions, positions, ref next);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interleave(in ConvolutionPass even, float* evenFrom, float* oddFrom, long target)
    {
        var (pitch, width) = (_plan.Planes.Pitch, _target.Width);
        for (var row = 0; row < even.Rows; row++, evenFrom += pitch, oddFrom += pitch)
        {
            var at = target + ((long)(even.FirstRow + (2 * row)) * width);
            RowMoves.Interleave(evenFrom, oddFrom, _to + at, _mask == null ? null : _mask + at, width, _accumulate);
        }
    }

    private void RunTile(in ConvolutionPass pass, long unit, int firstRow, int rows, float* planes, float* aside, ref Prefetcher next)
    {
        var plane = (long)_target.Height * _target.Width;
        var target = ((unit * _plan.Rows) + firstRow) * plane;
        if (_fitsRows)
        {
            RunRows(pass, unit, firstRow, rows, planes, aside, ref next);
            return;
        }

        var positions = pass.Positions(_plan.Planes.Pitch);
        Multiply(pass, unit, firstRow, rows, planes, aside, ref next);
        for (var row = 0; row < rows; row++, aside += positions, target += plane)
        {
            CopyOut(pass, aside, target);
        }
    }

    /// <summary>
    /// Tiles that end with the rows of results: nothing between them is computed, and what is neither added nor masked is written
    /// where it belongs.
    /// </summary>
    private void RunRows(in ConvolutionPass pass, long unit, int firstRow, int rows, float* planes, float* aside, ref Prefetcher next)
    {
        var plane = _target.Height * _target.Width;
        var target = ((unit * _plan.Rows) + firstRow) * plane;
        var isStraight = _mask == null && !_accumulate;
        var to = isStraight ? _to + target : aside;
        var stride = isStraight ? plane : FlatPlanes.PaddedLength(plane);
        ConvolutionTiles.RunRows(
            path, rows, _plan.Weights(pass, (int)(unit % _geometry.Options.Groups), firstRow),
                planes, _plan.Planes.Pitch, _plan.Offsets(pass), pass.Terms,
            to, stride, pass.Rows, pass.Columns, ref next);
        for (var row = 0; row < rows && !isStraight; row++, aside += stride, target += plane)
        {
            if (_mask != null)
            {
                RowMoves.CopyMasked(aside, _to + target, _mask + target, plane, 1, _accumulate);
            }
            else
            {
                RowMoves.Add(aside, _to + target, plane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyOut(in ConvolutionPass pass, float* from, long target)
    {
        var (pitch, columns, step) = (_plan.Planes.Pitch, pass.Columns, _target.Step);
        for (var row = 0; row < pass.Rows; row++, from += pitch)
        {
            var at = target + ((long)(pass.FirstRow + (row * step)) * _target.Width) + pass.FirstColumn;
            var to = _to + at;
            if (_mask != null)
            {
                RowMoves.CopyMasked(from, to, _mask + at, columns, step, _accumulate);
            }
            else if (step > 1)
            {
                for (var i = 0; i < columns; i++)
                {
                    to[i * step] = _accumulate ? from[i] + to[i * step] : from[i];
                }
            }
            else if (_accumulate)
            {
                RowMoves.Add(from, to, columns);
            }
            else
            {
                RowMoves.Copy(from, to, columns, rectify: false);
            }
        }
    }
}
