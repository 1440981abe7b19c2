import Link from 'next/link';
import { Notice } from '@/components/Notice';

/** What an address that leads nowhere shows. */
export default function NotFound() {
  return (
    <Notice title="There is no such page">
      <Link className="text-accent underline" href="/">
        To the front desk
      </Link>
    </Notice>
  );
}
